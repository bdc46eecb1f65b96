import type { Step } from './actions.ts'
import type { Detail } from './detail.ts'
import type { Actor, Cause, FaultField, Owner } from './diagnosis.ts'

/**
 * What a rule relies on, most telling first. A rule of an earlier layer always wins over one of a later layer; within a
 * layer, the earlier rule wins.
 *
 * - `foreign`: the error is not about this app at all
 * - `detail`: words that say more than the code beside them
 * - `code`: a number or code that names its cause
 * - `sentence`: words without such a code
 * - `broad`: a code that many causes share
 * - `status`: only a status, and who sent it
 */
export const layers = ['foreign', 'detail', 'code', 'sentence', 'broad', 'status'] as const
export type Layer = (typeof layers)[number]

/** Parts of the text: lower case, no accents, "cannot" for "can't", single spaces. `[^.]` means "in the same sentence". */
export type Pieces = readonly (string | RegExp)[]

/** Conditions on the clues. All that are given must hold; one entry of a list is enough. */
export interface Conditions {
  /** Who sent the response, as far as it shows. */
  owners?: readonly Owner[]
  /** Senders whose own signs in the text rule this out. */
  unlessFrom?: readonly Owner[]
  /** AADSTS numbers, or first and last number of a range. */
  numbers?: readonly (number | readonly [number, number])[]
  /** Codes as words, in any case: `ErrorAccessDenied`, `ENOTFOUND`, `invalid_client`. */
  codes?: readonly string[]
  says?: Pieces
  /** More parts, one of which the text must also contain. */
  andSays?: Pieces
  /** Parts that the text must not contain. */
  unless?: Pieces
  statuses?: readonly number[]
  /** Parts of a `name: value` line of the headers, in lower case. */
  headerSays?: Pieces
  /** The response is a web page. */
  html?: true
  /** No server has responded: neither a status nor a request ID shows that one did. */
  noAnswer?: true
}

export interface Rule extends Conditions {
  cause: Cause
  /** Other causes of the same signs, most likely first. */
  also?: readonly Cause[]
  /** The rest of the text can change the cause, so a text that was cut off proves nothing. So it is in the last two layers. */
  needsRest?: true
  /** Deviations from the usual field, retry and, by its detail, texts of the cause. */
  differs?: { field?: FaultField; retryable?: boolean; detail?: Detail }
}

/** A rule in its place. */
export interface LayeredRule extends Rule {
  layer: Layer
}

export const inLayer = (layer: Layer, rules: readonly Rule[]): LayeredRule[] =>
  rules.map((rule) => ({ ...rule, layer }))

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
