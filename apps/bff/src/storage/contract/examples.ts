import type { ActorReference } from '@office365-email/shared/actor-reference'
import type { Alert } from '@office365-email/shared/alert-webhook'
import { v7 as uuidv7 } from 'uuid'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { AlertChannel, ChannelSettings } from '../../mail/alerts/alert-channel.ts'
import type { Office365Configuration, Unconfigured } from '../../mail/configuration/office365-configuration.ts'
import type { EnteredValues, IntakeLink } from '../../mail/intake-links/intake-link.ts'

export const at = '2026-01-01T00:00:00.000Z'

export const auditEventOf = (changes: Partial<AuditEvent> = {}): AuditEvent => ({
  id: uuidv7(),
  at,
  actor: { kind: 'system', id: 'test', name: 'test' },
  action: 'bot.created',
  botId: null,
  outcome: 'succeeded',
  requestId: null,
  ip: null,
  details: {},
  ...changes,
})

/** UUIDs in ascending order. */
export const idOf = (number: number): string => `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}`

const actor: ActorReference = { kind: 'person', id: 'ada', name: 'Ada' }

export const configurationOf = (changes: Partial<Office365Configuration> = {}): Office365Configuration => ({
  botId: 'orders',
  generation: 'first',
  version: 1,
  state: 'locked',
  userEmail: 'bot@contoso.example',
  clientId: idOf(1),
  tenantId: idOf(2),
  userId: idOf(3),
  cloud: 'global',
  credential: { kind: 'client-secret' },
  waiting: null,
  sealedSecret: 'sealed',
  sealedWith: 'k1',
  secretSavedAt: at,
  secretExpiresOn: '2026-06-01',
  savedAt: at,
  savedBy: actor,
  health: { state: 'untested', since: at },
  restriction: null,
  lastAcceptedAt: null,
  signedInAt: at,
  ...changes,
})

export const unconfiguredOf = (changes: Partial<Unconfigured> = {}): Unconfigured => ({
  botId: 'orders',
  state: 'unconfigured',
  version: 0,
  botCreatedAt: at,
  ...changes,
})

export const intakeLinkOf = (changes: Partial<IntakeLink> = {}): IntakeLink => ({
  id: idOf(1),
  botId: 'orders',
  createdAt: at,
  createdBy: actor,
  expiresAt: '2026-01-04T00:00:00.000Z',
  credentialKind: 'client-secret',
  tries: 0,
  state: 'open',
  submitted: null,
  prepared: null,
  sealedSecret: null,
  ...changes,
})

export const submissionOf = (changes: Partial<EnteredValues> = {}): EnteredValues => ({
  userEmail: 'bot@contoso.example',
  clientId: idOf(1),
  tenantId: idOf(2),
  userId: idOf(3),
  cloud: 'global',
  secretExpiresOn: null,
  checks: [],
  at,
  ...changes,
})

export const channelSettingsOf = (changes: Partial<ChannelSettings> = {}): ChannelSettings => ({
  name: 'Alerts',
  ending: '',
  hasToken: false,
  to: [],
  types: 'all',
  quietHours: null,
  collectMinutes: 0,
  ...changes,
})

export const alertChannelOf = (changes: Partial<AlertChannel> = {}): AlertChannel => ({
  id: 'webhook',
  version: 1,
  kind: 'webhook',
  url: 'https://alerts.example/hook?room=1',
  senderBotId: null,
  botIds: 'all',
  settings: channelSettingsOf(),
  createdAt: at,
  createdBy: actor,
  lastDelivery: null,
  ...changes,
})

export const alertOf = (botId: string): Alert => ({
  type: 'mail-recovered',
  at,
  title: `The mail of ${botId} works again`,
  bot: { id: botId, name: botId },
  url: 'https://dashboard.example/',
})
