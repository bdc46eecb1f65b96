import type { DiagnosisView } from '@office365-email/shared/diagnosis/diagnosis'
import type {
  ConfigurationState,
  ConfigurationView,
  HealthState,
} from '@office365-email/shared/office365-configuration'
import { isOffice365Field } from '@office365-email/shared/office365-fields'
import type { Tone } from '../ground/components/badge.tsx'
import type { StatusLineContent } from '../ground/components/status-line.tsx'
import { daysUntil, formatDate, formatDaysUntil, formatTime } from '../ground/format-time.ts'

/** The known facts about a bot's mail. The overview has fewer facts than the bot's own page. */
export interface StatusFacts {
  state: ConfigurationState
  health: HealthState
  since?: string | null | undefined
  diagnosis?: DiagnosisView | undefined
  lastAcceptedAt?: string | null | undefined
  secretExpiresOn: string | null
}

export const statusKinds = [
  'failing',
  'secret-expired',
  'unreachable',
  'secret-expires-soon',
  'not-tested',
  'not-set-up',
  'working',
] as const
/** In the order of urgency. */
export type StatusKind = (typeof statusKinds)[number]
export type StatusAction = 'set-up' | 'test' | 'renew-secret' | 'correct-values' | 'next-steps' | 'check'

export interface Status extends StatusLineContent {
  kind: StatusKind
  action: StatusAction | null
}

/** From this many days before the secret expires, the status mentions it. */
export const expiryNoticeDays = 30

export const statusWords: Record<StatusKind, string> = {
  failing: 'Failing',
  'secret-expired': 'Secret expired',
  unreachable: 'Unreachable',
  'secret-expires-soon': 'Secret expires soon',
  'not-tested': 'Not tested',
  'not-set-up': 'Not set up',
  working: 'Working',
}

const tones: Record<StatusKind, Tone> = {
  failing: 'bad',
  'secret-expired': 'bad',
  unreachable: 'caution',
  'secret-expires-soon': 'caution',
  'not-tested': 'calm',
  'not-set-up': 'calm',
  working: 'good',
}

function readKind({ state, health, secretExpiresOn }: StatusFacts, now: Date): StatusKind {
  if (state === 'unconfigured') return 'not-set-up'
  if (health === 'failing') return 'failing'
  const daysLeft = secretExpiresOn ? daysUntil(secretExpiresOn, now) : null
  if (daysLeft !== null && daysLeft < 0) return 'secret-expired'
  if (health === 'unreachable') return 'unreachable'
  if (daysLeft !== null && daysLeft <= expiryNoticeDays) return 'secret-expires-soon'
  return health === 'working' ? 'working' : 'not-tested'
}

const describeExpiry = (secretExpiresOn: string, now: Date): string =>
  `${formatDaysUntil(daysUntil(secretExpiresOn, now))}, on ${formatDate(secretExpiresOn)}`

function describeFailure({ since, diagnosis, secretExpiresOn }: StatusFacts, now: Date): Status['sentence'] {
  const what = diagnosis ? diagnosis.title.replace(/\.$/, '') : 'Microsoft refuses this bot’s mail'
  if (since) return [`${what}. Failing since `, { at: since }, '.']
  const isLikelyExpired = !diagnosis && secretExpiresOn !== null && daysUntil(secretExpiresOn, now) < 0
  return isLikelyExpired
    ? [`${what}. According to its saved date, the client secret expired ${describeExpiry(secretExpiresOn, now)}.`]
    : [`${what}.`]
}

function describeSentence(kind: StatusKind, facts: StatusFacts, now: Date): Status['sentence'] {
  const { since, lastAcceptedAt, secretExpiresOn } = facts
  const expiry = secretExpiresOn ? describeExpiry(secretExpiresOn, now) : ''
  switch (kind) {
    case 'failing':
      return describeFailure(facts, now)
    case 'secret-expired':
      return [`According to its saved date, the client secret expired ${expiry}.`]
    case 'unreachable':
      return since ? ['Microsoft has not been reachable since ', { at: since }, '.'] : ['Microsoft cannot be reached.']
    case 'secret-expires-soon':
      return [`The client secret expires ${expiry}.`]
    case 'not-tested':
      return ['The values are saved, but no mail has been sent with them yet.']
    case 'not-set-up':
      return ['This bot cannot send mail yet.']
    case 'working':
      return lastAcceptedAt
        ? ['Last mail accepted by Microsoft ', { at: lastAcceptedAt }, '.']
        : ['Microsoft accepts this bot’s mail.']
  }
}

function chooseAction(kind: StatusKind, { diagnosis }: StatusFacts): StatusAction | null {
  switch (kind) {
    case 'failing':
      if (diagnosis?.field === 'clientSecret') return 'renew-secret'
      return diagnosis && isOffice365Field(diagnosis.field) ? 'correct-values' : 'next-steps'
    case 'secret-expired':
    case 'secret-expires-soon':
      return 'renew-secret'
    case 'unreachable':
      return 'check'
    case 'not-tested':
      return 'test'
    case 'not-set-up':
      return 'set-up'
    case 'working':
      return null
  }
}

/** One badge with one word, one sentence, and one next action. */
export function describeStatus(facts: StatusFacts, now: Date): Status {
  const kind = readKind(facts, now)
  return {
    kind,
    word: statusWords[kind],
    tone: tones[kind],
    sentence: describeSentence(kind, facts, now),
    action: chooseAction(kind, facts),
  }
}

export const statusFactsOf = (view: ConfigurationView): StatusFacts => ({
  state: view.state,
  health: view.health.state,
  since: view.health.since,
  diagnosis: view.health.diagnosis,
  lastAcceptedAt: view.lastAcceptedAt,
  secretExpiresOn: view.clientSecret.expiresOn,
})

export const sentenceText = (sentence: Status['sentence'], now: Date): string =>
  sentence.map((part) => (typeof part === 'string' ? part : formatTime(part.at, now))).join('')
