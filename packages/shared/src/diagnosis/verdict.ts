import type { Detail } from './detail.ts'
import type { Cause, FaultField } from './diagnosis.ts'
import type { DiagnosisContext } from './diagnosis-context.ts'
import type { Clues } from './read-clues.ts'
import { remedies } from './texts/remedies.ts'

export interface Verdict {
  /** Most likely first. */
  candidates: readonly [Cause, ...Cause[]]
  field: FaultField
  retryable: boolean
  detail?: Detail
}

/** Returns a more precise verdict based on the configuration, or null if it does not apply. */
export type Sharpener = (verdict: Verdict, clues: Clues, context: DiagnosisContext) => Verdict | null

/** The verdict with the usual field and retry of the first cause. */
export function usualVerdict(candidates: Verdict['candidates']): Verdict {
  const { field, retryable } = remedies[candidates[0]]
  return { candidates, field, retryable }
}

/** The verdict with another cause first, followed by its previous causes. */
export const favor = ({ candidates }: Verdict, cause: Cause): Verdict =>
  usualVerdict([cause, ...candidates.filter((candidate) => candidate !== cause)])

export const remark = (verdict: Verdict, detail: Detail): Verdict => ({ ...verdict, detail })

const toTime = (moment: Date | string | null | undefined): number =>
  moment === null || moment === undefined ? Number.NaN : new Date(moment).getTime()

/** Whole minutes since a time; null if the time is unknown, invalid, or in the future. */
export function minutesSince(moment: Date | string | null | undefined, now: Date | undefined): number | null {
  const minutes = Math.floor((toTime(now ?? new Date()) - toTime(moment)) / 60_000)
  return Number.isNaN(minutes) || minutes < 0 ? null : minutes
}
