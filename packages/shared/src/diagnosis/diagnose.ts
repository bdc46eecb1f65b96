import { ownCauses } from './causes.ts'
import type { Cause, Diagnosis, Failure, OwnCause, ReportedFailure } from './diagnosis.ts'
import type { DiagnosisContext } from './diagnosis-context.ts'
import { type Match, matchRules } from './match-rules.ts'
import { readClues } from './read-clues.ts'
import { presentEvidence } from './read-evidence.ts'
import { readOwner } from './read-owner.ts'
import { allRules } from './rules/all-rules.ts'
import { sharpen } from './sharpen.ts'
import { usualVerdict, type Verdict } from './verdict.ts'
import { readMember } from './walk-value.ts'

const maxCandidates = 5
/** A cause that speaks much more softly than the first is no candidate unless the first names it. */
const candidateDistance = 45

/** Causes that the word of the service to come back later turns into passing ones. */
const passesAfterPause: ReadonlySet<Cause> = new Set(['mailbox_unavailable', 'sending_quota', 'unclear'])

const noEvidence = { code: null, message: null, status: null, requestId: null, correlationId: null, timestamp: null }

function rankCandidates(matches: readonly Match[]): [Cause, ...Cause[]] {
  const [first, ...others] = matches
  if (first === undefined) return ['unclear']
  const audible = others.filter(({ sign }) => first.sign.weight - sign.weight <= candidateDistance)
  const ranked = new Set([...(first.sign.also ?? []), ...audible.map(({ cause }) => cause)])
  ranked.delete(first.cause)
  return [first.cause, ...[...ranked].slice(0, maxCandidates - 1)]
}

function judge(matches: readonly Match[], hasPause: boolean): Verdict {
  const candidates = rankCandidates(matches)
  const verdict = { ...usualVerdict(candidates), ...matches[0]?.sign.differs }
  return hasPause && passesAfterPause.has(candidates[0]) ? { ...verdict, retryable: true } : verdict
}

const isOwn = (failure: Failure): failure is Exclude<Failure, ReportedFailure> =>
  ownCauses.some((own) => own === readMember(failure, 'ownCause'))

/** A failure of this server, or what `secret_missing` is if the server has lost the secret. Nobody said anything. */
export function diagnoseOwn(cause: OwnCause | 'secret_missing'): Diagnosis {
  return { ...usualVerdict([cause]), cause, candidates: [cause], owner: 'this-server', evidence: noEvidence }
}

/**
 * Explains a failed sign-in or send from whatever is known of it: status, headers, body, or a torn piece of a log.
 * What is known of the configuration sharpens the answer. Never throws; what cannot be read is `unclear`.
 */
export function diagnose(failure: Failure, context: DiagnosisContext = {}): Diagnosis {
  if (isOwn(failure)) return diagnoseOwn(failure.ownCause)
  const clues = readClues(failure)
  const matches = matchRules(allRules, clues)
  const evidence = presentEvidence(clues)
  const verdict = sharpen(judge(matches, clues.headers.has('retry-after')), clues, context)
  const [cause] = verdict.candidates
  const owner = readOwner(matches[0], clues, evidence)
  return { ...verdict, cause, candidates: [...verdict.candidates], owner, evidence }
}
