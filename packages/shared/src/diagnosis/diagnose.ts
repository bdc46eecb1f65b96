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
/** A cause that weighs this much less than the first is no candidate, unless the first sign names it. */
const candidateDistance = 45

/** Causes that are retryable if the response has a Retry-After header. */
const retryableAfterPause: ReadonlySet<Cause> = new Set(['mailbox_unavailable', 'sending_quota', 'unclear'])

const noEvidence = { code: null, message: null, status: null, requestId: null, correlationId: null, timestamp: null }

function rankCandidates(matches: readonly Match[]): [Cause, ...Cause[]] {
  const [first, ...others] = matches
  if (first === undefined) return ['unclear']
  const close = others.filter(({ sign }) => first.sign.weight - sign.weight <= candidateDistance)
  const ranked = new Set([...(first.sign.also ?? []), ...close.map(({ cause }) => cause)])
  ranked.delete(first.cause)
  return [first.cause, ...[...ranked].slice(0, maxCandidates - 1)]
}

function judge(matches: readonly Match[], hasPause: boolean): Verdict {
  const candidates = rankCandidates(matches)
  const verdict = { ...usualVerdict(candidates), ...matches[0]?.sign.differs }
  return hasPause && retryableAfterPause.has(candidates[0]) ? { ...verdict, retryable: true } : verdict
}

const isOwn = (failure: Failure): failure is Exclude<Failure, ReportedFailure> =>
  ownCauses.some((own) => own === readMember(failure, 'ownCause'))

/** A failure of this server, or `secret_missing` if this server lost the secret. There is no response and no evidence. */
export function diagnoseOwn(cause: OwnCause | 'secret_missing'): Diagnosis {
  return { ...usualVerdict([cause]), cause, candidates: [cause], owner: 'this-server', evidence: noEvidence }
}

/**
 * Explains a failed sign-in or send from what is known about it: status, headers, body, or part of a log.
 * Facts about the configuration make the diagnosis more precise. Never throws; an unreadable failure is `unclear`.
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
