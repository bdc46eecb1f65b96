import type { Cause } from './diagnosis.ts'
import type { DiagnosisContext } from './diagnosis-context.ts'
import type { Clues } from './read-clues.ts'
import type { Remedy } from './rule.ts'
import { remedies } from './texts/remedies.ts'

/** A diagnosis in the making. */
export interface Verdict {
  /** Ranked, likeliest first. */
  candidates: readonly [Cause, ...Cause[]]
  remedy: Remedy
}

/** A sharper verdict out of what is known of the configuration, or null if nothing known bears on it. */
export type Sharpener = (verdict: Verdict, clues: Clues, context: DiagnosisContext) => Verdict | null

/** The verdict with another cause in front; the causes it had come after it. */
export const favour = ({ candidates }: Verdict, cause: Cause): Verdict => ({
  candidates: [cause, ...candidates.filter((candidate) => candidate !== cause)],
  remedy: remedies[cause],
})

/** The same verdict with a sentence that only the configuration could tell. */
export function remark(verdict: Verdict, sentence: string, changes: Partial<Remedy> = {}): Verdict {
  const remedy = { ...verdict.remedy, ...changes }
  return { ...verdict, remedy: { ...remedy, explanation: `${remedy.explanation} ${sentence}` } }
}

/** The steps with one more in front. */
export const stepFirst = (step: string, { nextSteps }: Remedy): Remedy['nextSteps'] => [step, ...nextSteps]

const toTime = (moment: Date | string | null | undefined): number =>
  moment === null || moment === undefined ? Number.NaN : new Date(moment).getTime()

/** Whole minutes from a moment to now; null if the moment is not known, not a time, or still to come. */
export function minutesSince(moment: Date | string | null | undefined, now: Date | undefined): number | null {
  const minutes = Math.floor((toTime(now ?? new Date()) - toTime(moment)) / 60_000)
  return Number.isNaN(minutes) || minutes < 0 ? null : minutes
}
