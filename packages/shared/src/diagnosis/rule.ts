import type { Step } from './actions.ts'
import type { Detail } from './detail.ts'
import type { Actor, Cause, FaultField, Stage } from './diagnosis.ts'

/**
 * How sure one sign makes us of its cause, from 0 to 100. The cause with the weightiest sign wins.
 *
 * - 95 and more: details that overrule a code, such as two identical identifiers in the message
 * - 90: a number or code with one meaning
 * - 80: a phrase that is said of this cause alone
 * - 60: a code or phrase that is mostly said of this cause
 * - 40: a code that is used for much
 * - 20: only a status
 */
export type Weight = number

/** Something that gives a cause away. Every condition that is named must hold; of a list, one entry is enough. */
export interface Sign {
  weight: Weight
  /** AADSTS numbers. */
  numbers?: readonly number[]
  /** First and last number of families of AADSTS numbers. */
  numberRanges?: readonly (readonly [number, number])[]
  /** Codes as words, in any form of print: `ErrorAccessDenied`, `ENOTFOUND`, `invalid_client`. */
  codes?: readonly string[]
  /** Pieces of the text: lower case, no accents, "cannot" for "can't", single blanks. `[^.]` means "in the same sentence". */
  says?: readonly (string | RegExp)[]
  /** More pieces, of which one must stand there too. */
  andSays?: readonly (string | RegExp)[]
  /** Pieces that must not stand there. */
  unless?: readonly (string | RegExp)[]
  statuses?: readonly number[]
  stages?: readonly Stage[]
  /** Pieces of a `name: value` line of the headers, lower case. */
  headerSays?: readonly (string | RegExp)[]
  /** The answer is a web page. */
  html?: true
  /** Other causes that the same sign is honestly said of, likeliest first. */
  also?: readonly Cause[]
  /** Where this sign differs from the cause's usual field, retry or, by its detail, words. */
  differs?: { field?: FaultField; retryable?: boolean; detail?: Detail }
}

/** All that can give one cause away. */
export interface Rule {
  cause: Cause
  /** Where it is usually met. */
  stage: Stage
  /** What people see of it, where the codes of the signs do not show that best. */
  shownAs?: readonly string[]
  signs: readonly Sign[]
}

/** What a cause means for the one who reads it. */
export interface Remedy {
  title: string
  /** Two plain sentences: what happened, and why. */
  explanation: string
  /** In order; what exactly to do and where. */
  nextSteps: readonly [Step, ...Step[]]
  field: FaultField
  retryable: boolean
  actor: Actor
}
