import { ownCauses } from './causes.ts'
import type { Detail } from './detail.ts'
import type { AskedFailure, Cause, Diagnosis, Failure, OwnCause, Owner } from './diagnosis.ts'
import type { DiagnosisContext } from './diagnosis-context.ts'
import { listDivisions } from './list-divisions.ts'
import { matchRules } from './match-rules.ts'
import { type Clues, readClues } from './read-clues.ts'
import { presentEvidence } from './read-evidence.ts'
import { readSender, type Sender } from './read-sender.ts'
import { readTarget, type Target } from './read-target.ts'
import { readVariant } from './read-variant.ts'
import type { LayeredRule } from './rule.ts'
import { allRules } from './rules/all-rules.ts'
import { sharpen } from './sharpen.ts'
import { stageOf } from './stage-of.ts'
import { usualVerdict, type Verdict } from './verdict.ts'
import { maxTextLength, readMember } from './walk-value.ts'

const maxCandidates = 5

/** Causes that are retryable if the response has a Retry-After header. */
const retryableAfterPause: ReadonlySet<Cause> = new Set(['mailbox_unavailable', 'sending_quota', 'unclear'])

const noEvidence = { code: null, message: null, status: null, requestId: null, correlationId: null, timestamp: null }

const ofMicrosoft: readonly Owner[] = ['entra', 'graph', 'exchange']

/** Layers whose words only Microsoft writes, so that they also show who sent the response. */
const telling: ReadonlySet<LayeredRule['layer']> = new Set(['detail', 'code', 'sentence'])

function rankCandidates([first, ...others]: readonly LayeredRule[], isOpen: boolean): [Cause, ...Cause[]] {
  if (first === undefined) return ['unclear']
  const ranked = new Set([first.cause, ...(first.also ?? [])])
  for (const { cause, layer } of others) if (layer !== 'status') ranked.add(cause)
  if (isOpen) return ['unclear', ...[...ranked].filter((cause) => cause !== 'unclear').slice(0, maxCandidates - 1)]
  ranked.delete(first.cause)
  return [first.cause, ...[...ranked].slice(0, maxCandidates - 1)]
}

/** The missing rest of a text can change what such a rule means. */
const isOpenIn = (clues: Clues, rule: LayeredRule | undefined): boolean =>
  clues.isCutOff && rule !== undefined && (rule.needsRest === true || rule.layer === 'broad' || rule.layer === 'status')

/** A failure on the way to a host that is not Microsoft's, or a mere status from there. */
function readForeignTarget(first: LayeredRule | undefined, clues: Clues, sender: Sender): Target | null {
  const isOfMicrosoft = sender.certainty !== 'assumed' && ofMicrosoft.includes(sender.owner)
  const isOpenToIt = first?.layer === 'status' || (first !== undefined && stageOf(first.cause) === 'network')
  return isOpenToIt && !isOfMicrosoft && first.cause !== 'proxy_refused' ? readTarget(clues) : null
}

function toForeign({ host, place }: Target, { layer, cause }: LayeredRule): LayeredRule {
  // The library says only that it did not get through, and the host may be that of the program itself.
  if (layer === 'broad') return { layer: 'foreign', cause: 'unclear', also: ['not_microsoft', cause] }
  const detail: Detail = { kind: place === 'local' ? 'local-service' : 'named-host', host }
  return { layer: 'foreign', cause: 'not_microsoft', also: ['unclear'], differs: { detail } }
}

function judge(matches: readonly LayeredRule[], clues: Clues, sender: Sender): Verdict {
  const [first] = matches
  const isOpen = isOpenIn(clues, first)
  const candidates = rankCandidates(matches, isOpen)
  const verdict = { ...usualVerdict(candidates), ...(isOpen ? {} : first?.differs) }
  const variant = verdict.detail ?? readVariant(candidates[0], clues, sender, first?.layer ?? null)
  const hasPause = clues.headers.has('retry-after') && retryableAfterPause.has(candidates[0])
  return { ...verdict, ...(variant && { detail: variant }), ...(hasPause && { retryable: true }) }
}

/** Its name, a refused tunnel, or a page with links or a form in the place of Microsoft's JSON. */
const signsOfProxy = /proxy|tunnel|\b(?:href|src|action)=/

/** The system that sent the response. A failure that only the network stack reports has no sender. */
function ownerOf(first: LayeredRule | undefined, verdict: Verdict, clues: Clues, sender: Sender): Owner {
  const [cause] = verdict.candidates
  if (cause === 'proxy_refused') return sender.owner === 'proxy' || signsOfProxy.test(clues.text) ? 'proxy' : 'unknown'
  if (stageOf(cause) === 'network') return 'unknown'
  if (sender.certainty !== 'none' && sender.certainty !== 'assumed')
    return clues.html && sender.certainty !== 'certain' ? 'unknown' : sender.owner
  if (sender.owner === 'caller' || sender.owner === 'proxy') return cause === 'unclear' ? sender.owner : 'unknown'
  if (first === undefined || cause === 'unclear' || !telling.has(first.layer) || clues.html) return 'unknown'
  // A library that checks the values before it asks Microsoft.
  if (first.layer === 'sentence' && !clues.isAnswer && sender.certainty === 'none' && stageOf(cause) === 'token')
    return 'caller'
  // A reply by SMTP comes from a mail server, even if another system forwarded it.
  if (/\b[45]\d\d[ -][45]\.\d\.\d{1,3}\b/.test(clues.text)) return 'unknown'
  const stage = stageOf(cause)
  return stage === 'token' ? 'entra' : stage === 'graph' ? 'graph' : 'unknown'
}

/** A service of the program's own computer or network did not respond. */
const ownerOfTarget = ({ place }: Target): Owner => (place === 'local' ? 'caller' : 'other')

const isOwn = (failure: Failure): failure is Extract<Failure, { ownCause: OwnCause }> =>
  ownCauses.some((own) => own === readMember(failure, 'ownCause'))

function readAsked(failure: AskedFailure): Owner | null {
  const asked = readMember(failure, 'asked')
  return asked === 'entra' || asked === 'graph' ? asked : null
}

/** A failure of this server, or `secret_missing` if this server lost the secret. There is no response and no evidence. */
export function diagnoseOwn(cause: OwnCause | 'secret_missing'): Diagnosis {
  return { ...usualVerdict([cause]), cause, candidates: [cause], owner: 'this-server', evidence: noEvidence }
}

interface Reading {
  clues: Clues
  sender: Sender
  matches: readonly LayeredRule[]
}

function read(failure: AskedFailure, rules: readonly LayeredRule[]): Reading {
  const clues = readClues(failure)
  const sender = readSender(clues, readAsked(failure))
  return { clues, sender, matches: matchRules(rules, clues, sender) }
}

/** Microsoft wrote it, and it says more than a status. */
const isWholeAnswer = ({ sender, matches: [first] }: Reading): boolean =>
  ofMicrosoft.includes(sender.owner) &&
  first !== undefined &&
  (telling.has(first.layer)
    ? sender.certainty === 'certain' || sender.certainty === 'likely'
    : sender.certainty === 'certain' && first.layer === 'broad') &&
  stageOf(first.cause) !== 'network'

/** How much of a log around a division is read: one response, without those before it. */
const lengthOfAnswer = 6_000

/** In a log with several responses, only the last one shows the current state. Null if there is only one. */
function readLastAnswer(failure: AskedFailure, rules: readonly LayeredRule[]): Reading | null {
  const raw = readMember(failure, 'raw')
  if (typeof raw !== 'string' || readMember(failure, 'body') != null || readAsked(failure) !== null) return null
  for (const place of listDivisions(raw.slice(0, maxTextLength))) {
    const later = read({ ...failure, raw: raw.slice(place, place + lengthOfAnswer) }, rules)
    const [first] = later.matches
    if (first?.cause !== 'accepted' && (!isWholeAnswer(later) || isOpenIn(later.clues, first))) continue
    const earlier = read({ raw: raw.slice(Math.max(0, place - lengthOfAnswer), place) }, rules)
    if (isWholeAnswer(earlier) && earlier.matches[0]?.cause !== first?.cause) return later
  }
  return null
}

/**
 * Explains a failed sign-in or send from what is known about it: status, headers, body, or part of a log. It first
 * decides who sent the response, then what the response means. Facts about the configuration make the diagnosis more
 * precise. Never throws; an unreadable failure is `unclear`.
 */
export function diagnose(failure: Failure, context: DiagnosisContext = {}, rules = allRules): Diagnosis {
  if (isOwn(failure)) return diagnoseOwn(failure.ownCause)
  const { clues, sender, matches: found } = readLastAnswer(failure, rules) ?? read(failure, rules)
  const target = readAsked(failure) === null ? readForeignTarget(found[0], clues, sender) : null
  const matches = target === null || found[0] === undefined ? found : [toForeign(target, found[0]), ...found]
  const verdict = sharpen(judge(matches, clues, sender), clues, context)
  const [cause] = verdict.candidates
  const owner =
    target !== null && cause === 'not_microsoft' ? ownerOfTarget(target) : ownerOf(matches[0], verdict, clues, sender)
  const evidence = presentEvidence(clues, { owner: owner === 'unknown' ? sender.owner : owner })
  return { ...verdict, cause, candidates: [...verdict.candidates], owner, evidence }
}
