import type { Step } from './actions.ts'
import type { Detail } from './detail.ts'
import type { Actor, Cause, FaultField, Stage } from './diagnosis.ts'

/**
 * The certainty with which a sign indicates its cause, from 0 to 100. The cause of the sign with the highest weight wins.
 *
 * - 95 and more: details that overrule a code, such as two identical identifiers in the message
 * - 90: a number or code with one meaning
 * - 80: a phrase that is used only for this cause
 * - 60: a code or phrase that is mostly used for this cause
 * - 40: a code that is used for many causes
 * - 20: only a status
 */
export type Weight = number

/** A sign of a cause. All its conditions must hold; one entry of a list is enough. */
export interface Sign {
  weight: Weight
  /** AADSTS numbers. */
  numbers?: readonly number[]
  /** First and last number of ranges of AADSTS numbers. */
  numberRanges?: readonly (readonly [number, number])[]
  /** Codes as words, in any case: `ErrorAccessDenied`, `ENOTFOUND`, `invalid_client`. */
  codes?: readonly string[]
  /** Parts of the text: lower case, no accents, "cannot" for "can't", single spaces. `[^.]` means "in the same sentence". */
  says?: readonly (string | RegExp)[]
  /** More parts, one of which the text must also contain. */
  andSays?: readonly (string | RegExp)[]
  /** Parts that the text must not contain. */
  unless?: readonly (string | RegExp)[]
  statuses?: readonly number[]
  stages?: readonly Stage[]
  /** Parts of a `name: value` line of the headers, in lower case. */
  headerSays?: readonly (string | RegExp)[]
  /** The response is a web page. */
  html?: true
  /** Other causes that the same sign can indicate, most likely first. */
  also?: readonly Cause[]
  /** Deviations of this sign from the usual field, retry and, by its detail, texts of its cause. */
  differs?: { field?: FaultField; retryable?: boolean; detail?: Detail }
}

/** All signs of one cause. */
export interface Rule {
  cause: Cause
  /** Where the cause usually occurs. */
  stage: Stage
  /** The codes and phrases that people see, if the codes of the signs do not show them best. */
  shownAs?: readonly string[]
  signs: readonly Sign[]
}

export interface Remedy {
  title: string
  /** Two plain sentences: what happened and why. */
  explanation: string
  /** In order: what exactly to do, and where. */
  nextSteps: readonly [Step, ...Step[]]
  field: FaultField
  retryable: boolean
  actor: Actor
}
