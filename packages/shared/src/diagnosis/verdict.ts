import type { Detail } from './detail.ts'
import type { Cause, FaultField } from './diagnosis.ts'
import type { DiagnosisContext } from './diagnosis-context.ts'
import type { Clues } from './read-clues.ts'
import { remedies } from './texts/remedies.ts'

/** A diagnosis in the making. */
export interface Verdict {
  /** Ranked, likeliest first. */
  candidates: readonly [Cause, ...Cause[]]
  field: FaultField
  retryable: boolean
  detail?: Detail
}

/** A sharper verdict out of what is known of the configuration, or null if nothing known bears on it. */
export type Sharpener = (verdict: Verdict, clues: Clues, context: DiagnosisContext) => Verdict | null

/** As the first of the causes usually is. */
export function usualVerdict(candidates: Verdict['candidates']): Verdict {
  const { field, retryable } = remedies[candidates[0]]
  return { candidates, field, retryable }
}

/** The verdict with another cause in front; the causes it had come after it. */
export const favour = ({ candidates }: Verdict, cause: Cause): Verdict =>
  usualVerdict([cause, ...candidates.filter((candidate) => candidate !== cause)])

/** The same verdict with something that only the configuration could tell. */
export const remark = (verdict: Verdict, detail: Detail): Verdict => ({ ...verdict, detail })

const toTime = (moment: Date | string | null | undefined): number =>
  moment === null || moment === undefined ? Number.NaN : new Date(moment).getTime()

/** Whole minutes from a moment to now; null if the moment is not known, not a time, or still to come. */
export function minutesSince(moment: Date | string | null | undefined, now: Date | undefined): number | null {
  const minutes = Math.floor((toTime(now ?? new Date()) - toTime(moment)) / 60_000)
  return Number.isNaN(minutes) || minutes < 0 ? null : minutes
}
