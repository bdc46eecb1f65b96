import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import type { FaultField, Owner, ReportedFailure } from '@office365-email/shared/diagnosis/diagnosis'
import { matchRules } from '@office365-email/shared/diagnosis/match-rules'
import { readClues } from '@office365-email/shared/diagnosis/read-clues'
import type { Rule, Sign } from '@office365-email/shared/diagnosis/rule'
import { allRules } from '@office365-email/shared/diagnosis/rules/all-rules'

/** All that the measurements know about the engine is in this file. */
export type { Rule, Sign } from '@office365-email/shared/diagnosis/rule'

export interface Verdict {
  /** The first cause decides about the instruction. */
  candidates: readonly string[]
  field: FaultField
  retryable: boolean
  owner: Owner
}

export const judge = (failure: ReportedFailure): Verdict => diagnose(failure)

/** A verdict that tells nobody to change anything. */
export const isSilent = (cause: string | undefined): boolean => cause === 'unclear' || cause === 'accepted'

export const listRules = (): readonly Rule[] => [...allRules]

/** Runs `measure` while the engine knows only these rules. */
export function withRules<Result>(rules: readonly Rule[], measure: () => Result): Result {
  // `diagnose` takes no rules, and a copy of it would measure something else. The array is read-only only by its type.
  const known = allRules as Rule[]
  const complete = [...known]
  try {
    known.splice(0, known.length, ...rules)
    return measure()
  } finally {
    known.splice(0, known.length, ...complete)
  }
}

/** Tells which failures a sign holds for. The texts are read once. */
export function createMatcher(failures: readonly ReportedFailure[]): (sign: Sign) => number[] {
  const clues = failures.map((failure) => readClues(failure))
  return (sign) => {
    const rules: Rule[] = [{ cause: 'unclear', stage: 'graph', signs: [sign] }]
    return clues.flatMap((clue, index) => (matchRules(rules, clue).length > 0 ? [index] : []))
  }
}
