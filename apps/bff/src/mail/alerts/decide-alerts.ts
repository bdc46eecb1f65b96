import { reminderDays } from '@office365-email/shared/alert-webhook'
import { titleOf } from '@office365-email/shared/diagnosis/present-diagnosis'
import { type Health, isSignInFault } from '../configuration/health.ts'

/** What is known of a configured bot. Times are ISO 8601. */
export interface KnownState {
  /** Another one is another configuration: what was told of the one before says nothing about it. */
  generation: string
  version: number
  health: Health
  secretExpiresOn: string | null
  signedInAt: string | null
}

type Reminder = (typeof reminderDays)[number] | 'expired'

/** What the receivers of alerts believe of a bot, and what is needed to keep them from being told too often. */
export interface ToldState {
  generation: string
  /** The last reminder for this date. */
  secret: { expiresOn: string; reminder: Reminder; at: string } | null
  /** The fault that stands; null if mail works, as far as alerts have told. */
  fault: ToldFault | null
  recoveredAt: string | null
}

interface ToldFault {
  toldAs: 'mail-fails' | 'mail-unreachable' | 'secret-expired'
  version: number
  /** The cause that was told last, and when each cause was. */
  cause: string
  causes: Record<string, string>
  /** Since when the bot has been at fault, as its health says. */
  since: string
  /** Whether a sign-in that succeeds proves that the fault is over. */
  endsWithSignIn: boolean
  /** It began shortly after a recovery. */
  isRepeated: boolean
}

/** A change that is worth an alert. */
export type News =
  | { type: 'secret-expires'; expiresOn: string; daysLeft: number }
  | { type: 'secret-expired'; expiresOn: string; daysLeft: number; cause?: string }
  | { type: 'mail-fails' | 'mail-unreachable'; cause: string; reason: string | null }
  | { type: 'mail-recovered' }

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** An outage that is shorter is not worth an alert. */
export const unreachableForMs = 15 * minuteMs
/** A fault that begins again, or changes back to an earlier cause, within this time goes up and down. */
export const restlessMs = hourMs
/** So long mail has to work before a fault that goes up and down counts as over. */
export const steadyMs = 15 * minuteMs
/** Every bot is checked once a day: what is refused later than this after the date is no news of that date. */
const sameExpiryMs = 2 * dayMs

/** Whole days until that day begins (UTC); negative once it is over. */
export const daysUntil = (day: string, now: Date): number =>
  Math.floor(Date.parse(day) / dayMs) - Math.floor(now.getTime() / dayMs)

const isWithin = (ms: number, since: string, now: Date): boolean => now.getTime() - Date.parse(since) < ms

const causeOf = ({ diagnosis }: Health): string => diagnosis?.cause ?? 'unclear'

/** The reason in words, if it is the one that is known now. */
const faultNews = (type: 'mail-fails' | 'mail-unreachable', cause: string, { diagnosis }: Health): News => ({
  type,
  cause,
  reason: diagnosis?.cause === cause ? titleOf(diagnosis) : null,
})

const isRefusedAsExpired = ({ state, diagnosis }: Health): boolean =>
  state === 'failing' && diagnosis?.cause === 'secret_expired'

interface Decision<Told> {
  news: News | null
  told: Told
}

/** The nearest reminder only: who learns of 5 days need not learn of 30 and 14 as well. */
function decideExpiry(
  before: ToldState,
  { secretExpiresOn: expiresOn, health }: KnownState,
  now: Date,
): Decision<ToldState['secret']> {
  if (expiresOn === null) return { news: null, told: before.secret }
  const told = before.secret?.expiresOn === expiresOn ? before.secret : null
  const daysLeft = daysUntil(expiresOn, now)
  const isRefused = isRefusedAsExpired(health)
  const remembered = (reminder: Reminder) => ({ expiresOn, reminder, at: now.toISOString() })

  if (daysLeft < 0 || (daysLeft === 0 && isRefused)) {
    if (told?.reminder === 'expired') return { news: null, told }
    // Microsoft refused the secret before its date came: one expired secret is told once.
    if (isRefused && before.fault?.cause === 'secret_expired') return { news: null, told: remembered('expired') }
    const cause = isRefused ? { cause: 'secret_expired' } : {}
    return { news: { type: 'secret-expired', expiresOn, daysLeft, ...cause }, told: remembered('expired') }
  }
  const reminder = reminderDays.findLast((day) => daysLeft <= day)
  const isTold = told !== null && (told.reminder === 'expired' || (reminder !== undefined && told.reminder <= reminder))
  if (reminder === undefined || isTold || isRefused) return { news: null, told }
  return { news: { type: 'secret-expires', expiresOn, daysLeft }, told: remembered(reminder) }
}

function decideFailing(before: ToldState, known: KnownState, now: Date): Decision<ToldFault> {
  const { fault, secret } = before
  const { health, version } = known
  const at = now.toISOString()
  const cause = causeOf(health)
  const seen = {
    since: health.since ?? at,
    endsWithSignIn: health.diagnosis !== undefined && isSignInFault(health.diagnosis),
  }
  const isSame = fault !== null && fault.toldAs !== 'mail-unreachable' && fault.version === version
  const toldAt = isSame ? fault.causes[cause] : undefined
  if (isSame && (fault.cause === cause || (toldAt !== undefined && isWithin(restlessMs, toldAt, now))))
    return { news: null, told: { ...fault, ...seen } }

  const isToldByDate =
    cause === 'secret_expired' && secret?.reminder === 'expired' && isWithin(sameExpiryMs, secret.at, now)
  const causes = { ...(isSame ? fault.causes : {}), [cause]: at }
  const told = { ...seen, version, cause, causes, isRepeated: isRepetition(before, now) }
  if (isToldByDate) return { news: null, told: { ...told, toldAs: 'secret-expired' } }
  return { news: faultNews('mail-fails', cause, health), told: { ...told, toldAs: 'mail-fails' } }
}

/** Of a fault that stands already, it stays what it was. */
const isRepetition = ({ fault, recoveredAt }: ToldState, now: Date): boolean =>
  fault ? fault.isRepeated : recoveredAt !== null && isWithin(restlessMs, recoveredAt, now)

function decideUnreachable(before: ToldState, { health, version }: KnownState, now: Date): Decision<ToldFault | null> {
  const { fault } = before
  const since = health.since ?? now.toISOString()
  if (fault?.toldAs === 'mail-unreachable') return { news: null, told: { ...fault, since } }
  if (isWithin(unreachableForMs, since, now)) return { news: null, told: fault }
  const cause = causeOf(health)
  const told: ToldFault = {
    toldAs: 'mail-unreachable',
    version,
    cause,
    causes: {},
    since,
    // A fault that stood before the outage does not end with it.
    endsWithSignIn: fault?.endsWithSignIn ?? true,
    isRepeated: isRepetition(before, now),
  }
  return { news: faultNews('mail-unreachable', cause, health), told }
}

/** Since when there is proof that the fault is over; null if there is none. */
function recoveredSince(fault: ToldFault, { health, signedInAt }: KnownState): string | null {
  if (health.state === 'working') return health.since
  const isProven = fault.endsWithSignIn && signedInAt !== null && signedInAt > fault.since
  return isProven ? signedInAt : null
}

function decideMail(before: ToldState, known: KnownState, now: Date): Decision<ToldFault | null> {
  const { fault } = before
  if (known.health.state === 'failing') return decideFailing(before, known, now)
  if (known.health.state === 'unreachable') return decideUnreachable(before, known, now)
  const since = fault && recoveredSince(fault, known)
  if (!fault || since === null || (fault.isRepeated && isWithin(steadyMs, since, now)))
    return { news: null, told: fault }
  return { news: { type: 'mail-recovered' }, told: null }
}

/**
 * What has to be told now, and what is told after that. Null as `known`: the bot is not configured. It compares what
 * receivers believe with what is the case, so that a change between two calls, or one that was held back, is not lost.
 */
export function decideAlerts(
  told: ToldState | null,
  known: KnownState | null,
  now: Date,
): { news: News[]; told: ToldState | null } {
  if (known === null) return { news: [], told: null }
  const { generation } = known
  const before: ToldState =
    told?.generation === generation ? told : { generation, secret: null, fault: null, recoveredAt: null }
  const expiry = decideExpiry(before, known, now)
  const mail = decideMail({ ...before, secret: expiry.told }, known, now)
  const recoveredAt = mail.news?.type === 'mail-recovered' ? now.toISOString() : before.recoveredAt
  const isRecent = recoveredAt !== null && isWithin(restlessMs, recoveredAt, now)
  const after = { generation, secret: expiry.told, fault: mail.told, recoveredAt: isRecent ? recoveredAt : null }
  const isEmpty = after.secret === null && after.fault === null && after.recoveredAt === null
  return { news: [expiry.news, mail.news].filter((one) => one !== null), told: isEmpty ? null : after }
}

/** What a receiver that comes later has missed and still holds. */
export function standingNews({ secret, fault }: ToldState, { health, secretExpiresOn }: KnownState, now: Date): News[] {
  const news: News[] = []
  const cause = fault?.toldAs === 'secret-expired' ? { cause: fault.cause } : {}
  if (secret?.expiresOn === secretExpiresOn) {
    const { expiresOn, reminder } = secret
    const daysLeft = daysUntil(expiresOn, now)
    if (reminder === 'expired') news.push({ type: 'secret-expired', expiresOn, daysLeft, ...cause })
    else news.push({ type: 'secret-expires', expiresOn, daysLeft })
  }
  if (fault && fault.toldAs !== 'secret-expired') news.push(faultNews(fault.toldAs, fault.cause, health))
  return news
}
