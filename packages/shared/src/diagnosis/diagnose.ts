import type { Cause, Diagnosis, Failure } from './diagnosis.ts'
import type { DiagnosisContext } from './diagnosis-context.ts'
import { type Match, matchRules } from './match-rules.ts'
import { type Clues, readClues } from './read-clues.ts'
import { presentEvidence } from './read-evidence.ts'
import { allRules } from './rules/all-rules.ts'
import { sharpen } from './sharpen.ts'
import { remedies } from './texts/remedies.ts'
import type { Verdict } from './verdict.ts'

const maxCandidates = 5
/** A cause that speaks much more softly than the first is no candidate unless the first names it. */
const candidateDistance = 45

/** Causes that the word of the service to come back later turns into passing ones. */
const passesAfterPause: ReadonlySet<Cause> = new Set(['mailbox_unavailable', 'sending_quota', 'unclear'])

function rankCandidates(matches: readonly Match[]): [Cause, ...Cause[]] {
  const [first, ...others] = matches
  if (first === undefined) return ['unclear']
  const audible = others.filter(({ sign }) => first.sign.weight - sign.weight <= candidateDistance)
  const ranked = new Set([...(first.sign.also ?? []), ...audible.map(({ cause }) => cause)])
  ranked.delete(first.cause)
  return [first.cause, ...[...ranked].slice(0, maxCandidates - 1)]
}

function judge(clues: Clues): Verdict {
  const matches = matchRules(allRules, clues)
  const candidates = rankCandidates(matches)
  const remedy = { ...remedies[candidates[0]], ...matches[0]?.sign.differs }
  const pause = clues.headers.has('retry-after') && passesAfterPause.has(candidates[0])
  return { candidates, remedy: pause ? { ...remedy, retryable: true } : remedy }
}

function present({ candidates, remedy }: Verdict, clues: Clues): Diagnosis {
  const { title, explanation, nextSteps, field, retryable, actor } = remedy
  const evidence = presentEvidence(clues)
  return {
    cause: candidates[0],
    candidates: [...candidates],
    field,
    retryable,
    title,
    explanation,
    nextSteps: [...nextSteps],
    actor,
    evidence,
  }
}

/**
 * Explains a failed sign-in or send from whatever is known of it: status, headers, body, or a torn piece of a log.
 * What is known of the configuration sharpens the answer. Never throws; what cannot be read is `unclear`.
 */
export function diagnose(failure: Failure, context: DiagnosisContext = {}): Diagnosis {
  const clues = readClues(failure)
  return present(sharpen(judge(clues), clues, context), clues)
}
