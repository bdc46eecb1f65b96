import { certificateReminderDays, reminderDays } from '@office365-email/shared/alert-webhook'
import { titleOf } from '@office365-email/shared/diagnosis/present-diagnosis'
import { dayMs } from '../../ground/day.ts'
import { type Health, isSignInFault } from '../configuration/health.ts'
import { type Credential, nextOf, type WaitingCredential } from '../credentials/credential.ts'

/** The current state of a configured bot. Times are ISO 8601. */
export interface KnownState {
  /** A new generation is a new configuration: reports about the previous one do not count. */
  generation: string
  version: number
  health: Health
  credential: Credential
  waiting: WaitingCredential | null
  secretExpiresOn: string | null
  signedInAt: string | null
}

type Reminder = (typeof certificateReminderDays)[number] | 'expired'

/**
 * What alerts have reported about a bot, and what is needed to limit their number. Stored as JSON, so its names stay.
 */
export interface ReportedState {
  generation: string
  /** The last reminder for this date. */
  secret: { expiresOn: string; reminder: Reminder; at: string } | null
  /** The fault that alerts have reported; null if they last reported that mail works, or nothing. */
  fault: ReportedFault | null
  recoveredAt: string | null
}

interface ReportedFault {
  toldAs: 'mail-fails' | 'mail-unreachable' | 'secret-expired'
  version: number
  /** The cause that was reported last, and when each cause was reported. */
  cause: string
  causes: Record<string, string>
  /** Since when the bot has been at fault, as its health says. */
  since: string
  /** Whether a successful sign-in proves that the fault is over. */
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

/** A shorter outage causes no alert. */
const unreachableForMs = 15 * minuteMs
/** A fault that begins again, or returns to an earlier cause, within this time is unstable. */
const restlessMs = hourMs
/** How long mail has to work before an unstable fault counts as over. */
const steadyMs = 15 * minuteMs
/** Every bot is checked once a day, so a refusal later than this after the reported expiry is a new fault. */
const sameExpiryMs = 2 * dayMs

/** Whole days until that day begins (UTC); negative once it is over. */
export const daysUntil = (day: string, now: Date): number =>
  Math.floor(Date.parse(day) / dayMs) - Math.floor(now.getTime() / dayMs)

const isWithin = (ms: number, since: string, now: Date): boolean => now.getTime() - Date.parse(since) < ms

const causeOf = ({ diagnosis }: Health): string => diagnosis?.cause ?? 'unclear'

/** Adds the reason in words if the cause is the current one. */
const faultNews = (type: 'mail-fails' | 'mail-unreachable', cause: string, { diagnosis }: Health): News => ({
  type,
  cause,
  reason: diagnosis?.cause === cause ? titleOf(diagnosis) : null,
})

const isRefusedAsExpired = ({ state, diagnosis }: Health): boolean =>
  state === 'failing' && diagnosis?.cause === 'secret_expired'

interface Decision<Reported> {
  news: News | null
  reported: Reported
}

/** Reports only the nearest reminder: at 5 days, those for 30 and 14 days are skipped. */
function decideExpiry(
  before: ReportedState,
  { secretExpiresOn: expiresOn, health, waiting }: KnownState,
  now: Date,
): Decision<ReportedState['secret']> {
  if (expiresOn === null) return { news: null, reported: before.secret }
  const reported = before.secret?.expiresOn === expiresOn ? before.secret : null
  const daysLeft = daysUntil(expiresOn, now)
  const isRefused = isRefusedAsExpired(health)
  const remembered = (reminder: Reminder) => ({ expiresOn, reminder, at: now.toISOString() })

  if (daysLeft < 0 || (daysLeft === 0 && isRefused)) {
    if (reported?.reminder === 'expired') return { news: null, reported }
    // Microsoft refused the secret before its expiry date. An expired secret is reported only once.
    if (isRefused && before.fault?.cause === 'secret_expired') return { news: null, reported: remembered('expired') }
    const cause = isRefused ? { cause: 'secret_expired' } : {}
    return { news: { type: 'secret-expired', expiresOn, daysLeft, ...cause }, reported: remembered('expired') }
  }
  // The next certificate has to be uploaded, so its reminders begin when it is made.
  const all: readonly (typeof certificateReminderDays)[number][] = nextOf(waiting)
    ? certificateReminderDays
    : reminderDays
  const reminder = all.findLast((day) => daysLeft <= day)
  const isReported =
    reported !== null && (reported.reminder === 'expired' || (reminder !== undefined && reported.reminder <= reminder))
  if (reminder === undefined || isReported || isRefused) return { news: null, reported }
  return { news: { type: 'secret-expires', expiresOn, daysLeft }, reported: remembered(reminder) }
}

/** A recovery that was reported since then ends what the report of the expiry covers. */
const isReportedByDate = ({ secret, recoveredAt }: ReportedState, cause: string, now: Date): boolean =>
  cause === 'secret_expired' &&
  secret?.reminder === 'expired' &&
  isWithin(sameExpiryMs, secret.at, now) &&
  (recoveredAt === null || recoveredAt < secret.at)

function decideFailing(before: ReportedState, known: KnownState, now: Date): Decision<ReportedFault> {
  const { fault } = before
  const { health, version } = known
  const at = now.toISOString()
  const cause = causeOf(health)
  const seen = {
    since: health.since ?? at,
    endsWithSignIn: health.diagnosis !== undefined && isSignInFault(health.diagnosis),
  }
  const isSame = fault !== null && fault.toldAs !== 'mail-unreachable' && fault.version === version
  const reportedAt = isSame ? fault.causes[cause] : undefined
  if (isSame && (fault.cause === cause || (reportedAt !== undefined && isWithin(restlessMs, reportedAt, now))))
    return { news: null, reported: { ...fault, ...seen } }

  const causes = { ...(isSame ? fault.causes : {}), [cause]: at }
  const reported = { ...seen, version, cause, causes, isRepeated: isRepetition(before, now) }
  if (isReportedByDate(before, cause, now)) return { news: null, reported: { ...reported, toldAs: 'secret-expired' } }
  return { news: faultNews('mail-fails', cause, health), reported: { ...reported, toldAs: 'mail-fails' } }
}

/** A fault that is already reported keeps its value. */
const isRepetition = ({ fault, recoveredAt }: ReportedState, now: Date): boolean =>
  fault ? fault.isRepeated : recoveredAt !== null && isWithin(restlessMs, recoveredAt, now)

function decideUnreachable(
  before: ReportedState,
  { health, version }: KnownState,
  now: Date,
): Decision<ReportedFault | null> {
  const { fault } = before
  const since = health.since ?? now.toISOString()
  if (fault?.toldAs === 'mail-unreachable') return { news: null, reported: { ...fault, since } }
  if (isWithin(unreachableForMs, since, now)) return { news: null, reported: fault }
  const cause = causeOf(health)
  const reported: ReportedFault = {
    toldAs: 'mail-unreachable',
    version,
    cause,
    causes: {},
    since,
    // A fault from before the outage does not end with it.
    endsWithSignIn: fault?.endsWithSignIn ?? true,
    isRepeated: isRepetition(before, now),
  }
  return { news: faultNews('mail-unreachable', cause, health), reported }
}

/** Since when there is proof that the fault is over; null if there is none. */
function recoveredSince(fault: ReportedFault, { health, signedInAt }: KnownState): string | null {
  if (health.state === 'working') return health.since
  const isProven = fault.endsWithSignIn && signedInAt !== null && signedInAt > fault.since
  return isProven ? signedInAt : null
}

function decideMail(before: ReportedState, known: KnownState, now: Date): Decision<ReportedFault | null> {
  const { fault } = before
  if (known.health.state === 'failing') return decideFailing(before, known, now)
  if (known.health.state === 'unreachable') return decideUnreachable(before, known, now)
  const since = fault && recoveredSince(fault, known)
  if (!fault || since === null || (fault.isRepeated && isWithin(steadyMs, since, now)))
    return { news: null, reported: fault }
  return { news: { type: 'mail-recovered' }, reported: null }
}

/**
 * Returns the news to report now, and the reported state after that. `known` is null if the bot is not configured. It
 * compares the reported state with the current one, so that no change between two calls is lost.
 */
export function decideAlerts(
  reported: ReportedState | null,
  known: KnownState | null,
  now: Date,
): { news: News[]; reported: ReportedState | null } {
  if (known === null) return { news: [], reported: null }
  const { generation } = known
  const before: ReportedState =
    reported?.generation === generation ? reported : { generation, secret: null, fault: null, recoveredAt: null }
  const expiry = decideExpiry(before, known, now)
  const mail = decideMail({ ...before, secret: expiry.reported }, known, now)
  const recoveredAt = mail.news?.type === 'mail-recovered' ? now.toISOString() : before.recoveredAt
  const isRecent = recoveredAt !== null && isWithin(sameExpiryMs, recoveredAt, now)
  const after = {
    generation,
    secret: expiry.reported,
    fault: mail.reported,
    recoveredAt: isRecent ? recoveredAt : null,
  }
  const isEmpty = after.secret === null && after.fault === null && after.recoveredAt === null
  return { news: [expiry.news, mail.news].filter((one) => one !== null), reported: isEmpty ? null : after }
}

/** The news that still hold, for a webhook that was added after they were reported. */
export function standingNews(
  { secret, fault }: ReportedState,
  { health, secretExpiresOn }: KnownState,
  now: Date,
): News[] {
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
