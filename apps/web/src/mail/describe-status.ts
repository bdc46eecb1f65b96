import { type BotStatus, readBotStatus } from '@office365-email/shared/bot-status'
import { type CredentialKind, credentialNames } from '@office365-email/shared/credential'
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
import { needsRegistration } from './needs-registration.ts'

/** The known facts about a bot's mail. The overview has fewer facts than the bot's own page. */
export interface StatusFacts {
  state: ConfigurationState
  health: HealthState
  since?: string | null | undefined
  diagnosis?: DiagnosisView | undefined
  lastAcceptedAt?: string | null | undefined
  /** When the credential ends, whatever its kind is. */
  secretExpiresOn: string | null
  /** Undefined in the overview, which does not know it. */
  credential?: CredentialKind | undefined
  /** The server makes no next certificate. */
  isOwnCertificate?: boolean | undefined
  /** No mail can be sent before the credential is registered in Entra. */
  needsRegistration?: boolean | undefined
}

export type StatusAction =
  | 'set-up'
  | 'register'
  | 'test'
  | 'renew-secret'
  | 'renew-certificate'
  | 'correct-values'
  | 'next-steps'
  | 'check'

export interface Status extends StatusLineContent {
  kind: BotStatus
  action: StatusAction | null
}

export const statusWords: Record<BotStatus, string> = {
  failing: 'Failing',
  'secret-expired': 'Credential expired',
  unreachable: 'Unreachable',
  'secret-expires-soon': 'Credential expires soon',
  'not-tested': 'Not tested',
  'not-set-up': 'Not set up',
  working: 'Working',
}

/** If the kind of the credential is known. */
const wordsOfKinds: Partial<Record<CredentialKind, Partial<Record<BotStatus, string>>>> = {
  'client-secret': { 'secret-expired': 'Secret expired', 'secret-expires-soon': 'Secret expires soon' },
  certificate: { 'secret-expired': 'Certificate expired', 'secret-expires-soon': 'Certificate expires soon' },
}

const tones: Record<BotStatus, Tone> = {
  failing: 'bad',
  'secret-expired': 'bad',
  unreachable: 'caution',
  'secret-expires-soon': 'caution',
  'not-tested': 'calm',
  'not-set-up': 'calm',
  working: 'good',
}

const readKind = ({ state, health, secretExpiresOn }: StatusFacts, now: Date): BotStatus =>
  readBotStatus({ state, health, daysLeft: secretExpiresOn ? daysUntil(secretExpiresOn, now) : null })

const describeExpiry = (secretExpiresOn: string, now: Date): string =>
  `${formatDaysUntil(daysUntil(secretExpiresOn, now))}, on ${formatDate(secretExpiresOn)}`

const nameOf = ({ credential }: StatusFacts): string =>
  credential === undefined ? 'client secret or certificate' : credentialNames[credential]

function describeFailure(facts: StatusFacts, now: Date): Status['sentence'] {
  const { since, diagnosis, secretExpiresOn } = facts
  const what = diagnosis ? diagnosis.title.replace(/\.$/, '') : 'Microsoft refuses this bot’s mail'
  if (since) return [`${what}. Failing since `, { at: since }, '.']
  const isLikelyExpired = !diagnosis && secretExpiresOn !== null && daysUntil(secretExpiresOn, now) < 0
  return isLikelyExpired
    ? [`${what}. According to its saved date, the ${nameOf(facts)} expired ${describeExpiry(secretExpiresOn, now)}.`]
    : [`${what}.`]
}

function describeSentence(kind: BotStatus, facts: StatusFacts, now: Date): Status['sentence'] {
  const { since, lastAcceptedAt, secretExpiresOn } = facts
  const expiry = secretExpiresOn ? describeExpiry(secretExpiresOn, now) : ''
  switch (kind) {
    case 'failing':
      return describeFailure(facts, now)
    case 'secret-expired':
      return [`According to its saved date, the ${nameOf(facts)} expired ${expiry}.`]
    case 'unreachable':
      return since ? ['Microsoft has not been reachable since ', { at: since }, '.'] : ['Microsoft cannot be reached.']
    case 'secret-expires-soon':
      return [`The ${nameOf(facts)} expires ${expiry}.`]
    case 'not-tested':
      return facts.needsRegistration
        ? [`The values are saved, but Entra does not accept the ${nameOf(facts)} yet.`]
        : ['The values are saved, but no mail has been sent with them yet.']
    case 'not-set-up':
      return ['This bot cannot send mail yet.']
    case 'working':
      return lastAcceptedAt
        ? ['Last mail accepted by Microsoft ', { at: lastAcceptedAt }, '.']
        : ['Microsoft accepts this bot’s mail.']
  }
}

/** What helps against a credential that Entra refuses. The next steps say what is wrong in Entra; a new certificate needs a reset. */
function chooseRenewal({ diagnosis, credential }: StatusFacts): StatusAction {
  if (credential === undefined || credential === 'client-secret') return 'renew-secret'
  const isOver = credential === 'certificate' && diagnosis?.actions.includes('reset-form')
  return isOver ? 'renew-certificate' : 'next-steps'
}

function chooseAction(kind: BotStatus, facts: StatusFacts): StatusAction | null {
  const { diagnosis, credential, isOwnCertificate, needsRegistration: isNotRegistered } = facts
  switch (kind) {
    case 'failing':
      if (isNotRegistered) return 'register'
      if (diagnosis?.field === 'clientSecret') return chooseRenewal(facts)
      return diagnosis && isOffice365Field(diagnosis.field) ? 'correct-values' : 'next-steps'
    case 'secret-expired':
    case 'secret-expires-soon':
      if (credential !== 'certificate') return 'renew-secret'
      // The next one of this server is uploaded in Entra.
      return isOwnCertificate ? 'renew-certificate' : 'check'
    case 'unreachable':
      return 'check'
    case 'not-tested':
      return isNotRegistered ? 'register' : 'test'
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
    word: (facts.credential && wordsOfKinds[facts.credential]?.[kind]) ?? statusWords[kind],
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
  secretExpiresOn: (view.credential.sendsWith ?? view.credential).expiresOn,
  credential: (view.credential.sendsWith ?? view.credential).kind,
  isOwnCertificate: view.credential.origin === 'own',
  needsRegistration: needsRegistration(view),
})

export const sentenceText = (sentence: Status['sentence'], now: Date): string =>
  sentence.map((part) => (typeof part === 'string' ? part : formatTime(part.at, now))).join('')
