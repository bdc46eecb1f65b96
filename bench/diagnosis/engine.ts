import { diagnose } from '@office365-email/shared/diagnosis/diagnose'
import type { FaultField, Owner, ReportedFailure } from '@office365-email/shared/diagnosis/diagnosis'
import { matchRules } from '@office365-email/shared/diagnosis/match-rules'
import { readClues } from '@office365-email/shared/diagnosis/read-clues'
import { readSender } from '@office365-email/shared/diagnosis/read-sender'
import type { LayeredRule } from '@office365-email/shared/diagnosis/rule'
import { allRules } from '@office365-email/shared/diagnosis/rules/all-rules'

/** All that the measurements know about the engine is in this file. */
export type { LayeredRule } from '@office365-email/shared/diagnosis/rule'

export interface Verdict {
  /** The first cause decides about the instruction. */
  candidates: readonly string[]
  field: FaultField
  retryable: boolean
  owner: Owner
}

export const judge = (failure: ReportedFailure, rules: readonly LayeredRule[] = allRules): Verdict =>
  diagnose(failure, {}, rules)

/** A verdict that tells nobody to change anything. */
export const isSilent = (cause: string | undefined): boolean => cause === 'unclear' || cause === 'accepted'

export const listRules = (): readonly LayeredRule[] => allRules

/** Tells which failures a rule holds for. The texts are read once. */
export function createMatcher(failures: readonly ReportedFailure[]): (rule: LayeredRule) => number[] {
  const read = failures.map((failure) => {
    const clues = readClues(failure)
    return { clues, sender: readSender(clues, null) }
  })
  return (rule) =>
    read.flatMap(({ clues, sender }, index) => (matchRules([rule], clues, sender).length > 0 ? [index] : []))
}
