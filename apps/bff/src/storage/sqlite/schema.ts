import type { ActorReference } from '@office365-email/shared/actor-reference'
import type { AlertChannelKind } from '@office365-email/shared/alert-channel'
import type { Alert } from '@office365-email/shared/alert-webhook'
import type { AuditAction } from '@office365-email/shared/audit-event'
import type { CredentialKind } from '@office365-email/shared/credential'
import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import type { MessageState, Recipient } from '@office365-email/shared/message'
import type { NationalCloud } from '@office365-email/shared/national-cloud'
import type { ConfigurationState, Restriction } from '@office365-email/shared/office365-configuration'
import type { Office365Draft } from '@office365-email/shared/office365-draft'
import type { ServiceKeyScope } from '@office365-email/shared/service-key'
import type { BotScope, Role } from '@office365-email/shared/session'
import { sql } from 'drizzle-orm'
import { blob, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import type { ChannelHealth, ChannelSettings } from '../../mail/alerts/alert-channel.ts'
import type { ReportedCondition } from '../../mail/alerts/alert-condition.ts'
import type { ReportedState } from '../../mail/alerts/decide-alerts.ts'
import type { Health } from '../../mail/configuration/health.ts'
import type { Credential, PreparedCredential, WaitingCredential } from '../../mail/credentials/credential.ts'
import type { PublicSigningKey } from '../../mail/federation/signing-key.ts'
import type { EnteredValues } from '../../mail/intake-links/intake-link.ts'
import type { Message } from '../../mail/sending/message.ts'

export const bots = sqliteTable(
  'bots',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    createdAt: text('created_at').notNull(),
  },
  (table) => [index('bots_name').on(table.name, table.id)],
)

/** The last configuration version of each deleted bot. A bot that is created later with the same ID continues from it. */
export const deletedBots = sqliteTable('deleted_bots', {
  id: text().primaryKey(),
  version: integer().notNull(),
})

/** Removing a configuration empties its row but keeps it, so that versions keep counting. */
export const office365Configurations = sqliteTable(
  'office365_configurations',
  {
    botId: text('bot_id')
      .primaryKey()
      .references(() => bots.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    /** A new random ID each time an unconfigured bot is configured; it stays the same across Reset and Submit. */
    generation: text().notNull().default(''),
    state: text().$type<ConfigurationState>().notNull(),
    userEmail: text('user_email'),
    clientId: text('client_id'),
    tenantId: text('tenant_id'),
    userId: text('user_id'),
    cloud: text().$type<NationalCloud>(),
    credential: text({ mode: 'json' }).$type<Credential>().notNull().default({ kind: 'client-secret' }),
    waiting: text('waiting_credential', { mode: 'json' }).$type<WaitingCredential>(),
    sealedSecret: text('sealed_secret'),
    sealedWith: text('sealed_with'),
    secretSavedAt: text('secret_saved_at'),
    secretExpiresOn: text('secret_expires_on'),
    savedAt: text('saved_at'),
    savedBy: text('saved_by', { mode: 'json' }).$type<ActorReference>(),
    health: text({ mode: 'json' }).$type<Health>().notNull(),
    restriction: text({ mode: 'json' }).$type<Restriction>(),
    lastAcceptedAt: text('last_accepted_at'),
    /** When Entra last issued a token for exactly these values to a Submit or a check. */
    signedInAt: text('signed_in_at'),
  },
  (table) => [
    index('office365_configurations_sealed_with').on(table.sealedWith),
    index('office365_configurations_application').on(table.clientId, table.tenantId),
    index('office365_configurations_secret_expires_on').on(table.secretExpiresOn, table.botId),
  ],
)

/** Private keys of certificates, those in use and those that wait for Entra. */
export const credentialKeys = sqliteTable(
  'credential_keys',
  {
    id: text().primaryKey(),
    botId: text('bot_id')
      .notNull()
      .references(() => bots.id, { onDelete: 'cascade' }),
    sealedKey: text('sealed_key').notNull(),
    sealedWith: text('sealed_with').notNull(),
  },
  (table) => [
    index('credential_keys_bot_id').on(table.botId),
    index('credential_keys_sealed_with').on(table.sealedWith),
  ],
)

/** The keys that sign assertions for federated credentials. All servers of the database use the same ones. */
export const federationKeys = sqliteTable(
  'federation_keys',
  {
    id: text().primaryKey(),
    publicKey: text('public_key', { mode: 'json' }).$type<PublicSigningKey>().notNull(),
    sealedKey: text('sealed_key').notNull(),
    sealedWith: text('sealed_with').notNull(),
    /** Milliseconds since 1970. */
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('federation_keys_sealed_with').on(table.sealedWith)],
)

/** The values that people have entered in the form so far. The secret is never one of them. */
export const office365Drafts = sqliteTable('office365_drafts', {
  botId: text('bot_id')
    .primaryKey()
    .references(() => bots.id, { onDelete: 'cascade' }),
  values: text({ mode: 'json' }).$type<Office365Draft['values']>().notNull(),
  doneSteps: text('done_steps', { mode: 'json' }).$type<string[]>().notNull(),
  savedAt: text('saved_at').notNull(),
})

/** States that few messages pass through while the server sends mail. */
export const exceptionalStates: MessageState[] = ['queued', 'failed', 'unknown', 'cancelled', 'simulated']
/** The condition of the index `messages_unsettled`. */
export const isUnsettled = sql.raw(`state in ('queued', 'sending')`)
/** The condition of the index `messages_exceptional`. */
export const isExceptional = sql.raw(`state in (${exceptionalStates.map((state) => `'${state}'`).join(', ')})`)

export const messages = sqliteTable(
  'messages',
  {
    id: text().primaryKey(),
    botId: text('bot_id').notNull(),
    state: text().$type<MessageState>().notNull(),
    source: text({ mode: 'json' }).$type<Message['source']>().notNull(),
    recipients: text({ mode: 'json' }).$type<{ to: Recipient[]; cc: Recipient[]; bcc: Recipient[] }>().notNull(),
    subject: text().notNull(),
    createdAt: text('created_at').notNull(),
    settledAt: text('settled_at'),
    attempts: integer().notNull(),
    microsoftRequestId: text('microsoft_request_id'),
    diagnosis: text({ mode: 'json' }).$type<Diagnosis>(),
    resendOf: text('resend_of'),
  },
  (table) => [
    index('messages_resend_of').on(table.resendOf).where(sql`resend_of is not null`),
    // Without the states that nearly every message passes: an entry would be written and deleted for each one.
    index('messages_exceptional').on(table.botId, table.state, table.id).where(isExceptional),
    // Partial, because nearly all rows are settled. At start, it finds messages that an ended process left.
    index('messages_unsettled').on(table.state).where(isUnsettled),
  ],
)

/** Blocks of the index of messages: some of them, in the order of their IDs. */
export const messageBlocks = sqliteTable('message_blocks', {
  id: integer().primaryKey({ autoIncrement: true }),
  /** Its messages have larger IDs than this. */
  afterId: text('after_id').notNull().unique(),
  lastId: text('last_id').notNull(),
  size: integer().notNull(),
  /** The IDs of the messages, 16 bytes each. */
  ids: blob({ mode: 'buffer' }).notNull(),
})

/** The terms of a block, with the positions of its messages that have them. */
export const messageTerms = sqliteTable(
  'message_terms',
  {
    block: integer().notNull(),
    term: text().notNull(),
    positions: blob({ mode: 'buffer' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.block, table.term] })],
)

/** Asynchronous messages, from their acceptance until their bodies are no longer needed. */
export const outbox = sqliteTable(
  'outbox',
  {
    messageId: text('message_id')
      .primaryKey()
      .references(() => messages.id, { onDelete: 'cascade' }),
    botId: text('bot_id').notNull(),
    /** The mailbox that was configured when the message was accepted. It is sent from there or not at all. */
    mailbox: text().notNull(),
    sealedMessage: text('sealed_message').notNull(),
    sealedWith: text('sealed_with').notNull(),
    /** Milliseconds since 1970; null if the message does not wait to be sent. */
    nextAttemptAt: integer('next_attempt_at'),
    /** Consecutive attempts that certainly sent nothing. */
    failures: integer().notNull(),
    takenAt: integer('taken_at').notNull(),
  },
  (table) => [
    index('outbox_bot_id_next_attempt_at').on(table.botId, table.nextAttemptAt),
    // In order of age, only messages that wait.
    index('outbox_waiting')
      .on(table.botId, table.messageId, table.nextAttemptAt)
      .where(sql`next_attempt_at is not null`),
    index('outbox_taken_at').on(table.takenAt),
    index('outbox_sealed_with').on(table.sealedWith),
  ],
)

/** How much each bot has in `outbox`. Triggers in the migrations update it, so that no code can forget to. */
export const outboxUsage = sqliteTable('outbox_usage', {
  botId: text('bot_id').primaryKey(),
  /** Messages that wait to be sent. */
  waiting: integer().notNull(),
  /** Size of all sealed bodies. */
  bytes: integer().notNull(),
})

/**
 * Row 1 exists after a restore, until an owner releases sending. Row 2 exists while the server runs with `SENDING=off`,
 * so that this time does not count against waiting messages.
 */
export const sendingHold = sqliteTable('sending_hold', {
  id: integer().primaryKey(),
  reason: text().$type<'restored' | 'off'>().notNull(),
  since: text().notNull(),
})

/** The first response to each key; its content is in the message. */
export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    botId: text('bot_id').notNull(),
    serviceKeyId: text('service_key_id').notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    /** ID of the encryption key that the fingerprint's key is derived from. */
    fingerprintedWith: text('fingerprinted_with').notNull(),
    messageId: text('message_id')
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    answer: text().$type<'queued' | 'settled'>().notNull(),
    /** Milliseconds since 1970. */
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.botId, table.serviceKeyId, table.key] }),
    index('idempotency_keys_message_id').on(table.messageId),
    index('idempotency_keys_created_at').on(table.createdAt),
  ],
)

export const people = sqliteTable(
  'people',
  {
    id: text().primaryKey(),
    email: text().notNull().unique(),
    name: text().notNull(),
    role: text().$type<Role>().notNull(),
    botIds: text('bot_ids', { mode: 'json' }).$type<BotScope>().notNull(),
    /** Argon2id in PHC string format; null for people who sign in elsewhere. */
    passwordHash: text('password_hash'),
    /** The identity at the identity provider. A subject is unique only together with its issuer. */
    providerIssuer: text('provider_issuer'),
    providerSubject: text('provider_subject'),
    /** The role comes from the identity provider and ends when the provider no longer sends it. */
    hasProviderRole: integer('has_provider_role', { mode: 'boolean' }).notNull().default(false),
    createdAt: text('created_at').notNull(),
  },
  (table) => [uniqueIndex('people_provider_identity').on(table.providerIssuer, table.providerSubject)],
)

export const sessions = sqliteTable(
  'sessions',
  {
    /** SHA-256 of the cookie's value. */
    idHash: text('id_hash').primaryKey(),
    personId: text('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    signedInAt: integer('signed_in_at').notNull(),
    /** When the person last proved who they are, in milliseconds since 1970; null if the provider does not say. */
    authenticatedAt: integer('authenticated_at'),
    lastSeenAt: integer('last_seen_at').notNull(),
    /** The address that the sign-in came from. */
    ip: text(),
  },
  (table) => [index('sessions_person_id_signed_in_at').on(table.personId, table.signedInAt)],
)

/** One-time links that let the first owner choose a password. */
export const setUpLinks = sqliteTable('set_up_links', {
  tokenHash: text('token_hash').primaryKey(),
  expiresAt: integer('expires_at').notNull(),
})

export const serviceKeys = sqliteTable('service_keys', {
  id: text().primaryKey(),
  /** SHA-256 of the whole key. The key has 256 random bits, so a slow hash would add nothing. */
  keyHash: text('key_hash').notNull().unique(),
  name: text().notNull(),
  scopes: text({ mode: 'json' }).$type<ServiceKeyScope[]>().notNull(),
  botIds: text('bot_ids', { mode: 'json' }).$type<BotScope>().notNull(),
  createdAt: text('created_at').notNull(),
  createdBy: text('created_by', { mode: 'json' }).$type<ActorReference>().notNull(),
  lastUsedAt: text('last_used_at'),
  expiresAt: text('expires_at'),
  revokedAt: text('revoked_at'),
  /** Null allows every domain. */
  recipientDomains: text('recipient_domains', { mode: 'json' }).$type<string[]>(),
  /** Recipients per day (UTC); null means no limit of ours. */
  dailyQuota: integer('daily_quota'),
})

/** How much of their quota keys have used. */
export const serviceKeyUsage = sqliteTable(
  'service_key_usage',
  {
    serviceKeyId: text('service_key_id')
      .notNull()
      .references(() => serviceKeys.id, { onDelete: 'cascade' }),
    /** YYYY-MM-DD, UTC. */
    day: text().notNull(),
    recipients: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.serviceKeyId, table.day] })],
)

/** One-time links with which an IT admin outside the dashboard enters a bot's values. */
export const intakeLinks = sqliteTable(
  'intake_links',
  {
    id: text().primaryKey(),
    botId: text('bot_id')
      .notNull()
      .references(() => bots.id, { onDelete: 'cascade' }),
    tokenHash: text('token_hash').notNull().unique(),
    createdAt: text('created_at').notNull(),
    createdBy: text('created_by', { mode: 'json' }).$type<ActorReference>().notNull(),
    expiresAt: text('expires_at').notNull(),
    credentialKind: text('credential_kind').$type<CredentialKind>().notNull().default('client-secret'),
    tries: integer().notNull(),
    state: text().$type<'open' | 'submitted' | 'approved' | 'revoked'>().notNull(),
    submitted: text({ mode: 'json' }).$type<EnteredValues>(),
    prepared: text({ mode: 'json' }).$type<PreparedCredential>(),
    sealedSecret: text('sealed_secret'),
    sealedWith: text('sealed_with'),
  },
  (table) => [
    index('intake_links_bot_id').on(table.botId, table.id),
    index('intake_links_sealed_with').on(table.sealedWith),
  ],
)

/** The channels that alerts go to. The first ones were webhooks, hence the name. */
export const alertWebhooks = sqliteTable(
  'alert_webhooks',
  {
    id: text().primaryKey(),
    url: text().notNull(),
    createdAt: text('created_at').notNull(),
    createdBy: text('created_by', { mode: 'json' }).$type<ActorReference>().notNull(),
    sealedSecret: text('sealed_secret').notNull(),
    sealedWith: text('sealed_with').notNull(),
    lastDelivery: text('last_delivery', { mode: 'json' }).$type<ChannelHealth>(),
    kind: text().$type<AlertChannelKind>().notNull().default('webhook'),
    /** For email: the bot that sends. */
    senderBotId: text('sender_bot_id').references(() => bots.id, { onDelete: 'set null' }),
    /** Null for a webhook of an earlier version: it gets the alerts about all bots. */
    botIds: text('bot_ids', { mode: 'json' }).$type<BotScope>(),
    version: integer().notNull().default(1),
    /** Null for a webhook of an earlier version. */
    settings: text({ mode: 'json' }).$type<ChannelSettings>(),
  },
  (table) => [
    index('alert_webhooks_sealed_with').on(table.sealedWith),
    index('alert_webhooks_sender_bot_id').on(table.senderBotId),
  ],
)

/** Alerts that are still to be delivered to a channel. */
export const alertDeliveries = sqliteTable(
  'alert_deliveries',
  {
    id: text().primaryKey(),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => alertWebhooks.id, { onDelete: 'cascade' }),
    /** Null if the alert is not about a bot. */
    botId: text('bot_id').references(() => bots.id, { onDelete: 'cascade' }),
    alert: text({ mode: 'json' }).$type<Alert>().notNull(),
    attempts: integer().notNull(),
    /** Milliseconds since 1970. */
    nextAttemptAt: integer('next_attempt_at').notNull(),
  },
  (table) => [
    index('alert_deliveries_next_attempt_at').on(table.nextAttemptAt),
    index('alert_deliveries_webhook_id').on(table.webhookId),
    index('alert_deliveries_bot_id').on(table.botId),
  ],
)

/** What alerts have reported about a bot so far; no row if nothing. */
export const alertStates = sqliteTable('alert_states', {
  botId: text('bot_id')
    .primaryKey()
    .references(() => bots.id, { onDelete: 'cascade' }),
  state: text({ mode: 'json' }).$type<ReportedState>().notNull(),
})

/** What alerts have reported about things other than the health of a bot: see `alert-condition.ts`. */
export const alertConditions = sqliteTable(
  'alert_conditions',
  {
    id: text().primaryKey(),
    /** Null if it is not about a bot. */
    botId: text('bot_id').references(() => bots.id, { onDelete: 'cascade' }),
    state: text({ mode: 'json' }).$type<Omit<ReportedCondition, 'id'>>().notNull(),
  },
  (table) => [index('alert_conditions_bot_id').on(table.botId)],
)

/** What is counted for each day. The histogram of times and its bounds are in `acceptance-times.ts`. */
const mailCounts = () => ({
  accepted: integer().notNull(),
  simulated: integer().notNull(),
  failed: integer().notNull(),
  unknown: integer().notNull(),
  cancelled: integer().notNull(),
  throttled: integer().notNull(),
  in125ms: integer().notNull(),
  in250ms: integer().notNull(),
  in500ms: integer().notNull(),
  in1s: integer().notNull(),
  in2s: integer().notNull(),
  in4s: integer().notNull(),
  in8s: integer().notNull(),
  in16s: integer().notNull(),
  in1min: integer().notNull(),
  in5min: integer().notNull(),
  in30min: integer().notNull(),
  in3h: integer().notNull(),
  later: integer().notNull(),
})

/** A bot's mail on a day, YYYY-MM-DD in UTC. Without row IDs, so that the days of a bot are beside each other. */
export const mailDays = sqliteTable(
  'mail_days',
  {
    botId: text('bot_id')
      .notNull()
      .references(() => bots.id, { onDelete: 'cascade' }),
    day: text().notNull(),
    ...mailCounts(),
  },
  (table) => [primaryKey({ columns: [table.botId, table.day] }), index('mail_days_day').on(table.day)],
)

/** The mail of all bots together, with those that were deleted since. */
export const mailDayTotals = sqliteTable('mail_day_totals', { day: text().primaryKey(), ...mailCounts() })

/** The subject of an action: the part before its dot. */
export const auditSubject = sql`substr(action, 1, instr(action, '.') - 1)`

/** The message that an action was done to. */
export const messageOfAction = sql<string>`details ->> '$.messageId'`
/** The condition of the index `audit_events_message`. */
export const isActionOnMessage = sql.raw(`action in ('message.cancelled', 'message.resolved')`)

/**
 * Append-only: triggers in the migrations refuse every change except deleting events older than `keepFrom`, and replacing
 * an address.
 */
export const auditEvents = sqliteTable(
  'audit_events',
  {
    sequence: integer().primaryKey({ autoIncrement: true }),
    id: text().notNull().unique(),
    at: text().notNull(),
    actor: text({ mode: 'json' }).$type<ActorReference>().notNull(),
    action: text().$type<AuditAction>().notNull(),
    botId: text('bot_id'),
    outcome: text().$type<'succeeded' | 'refused'>().notNull(),
    requestId: text('request_id'),
    ip: text(),
    details: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  },
  (table) => [
    index('audit_events_bot_id').on(table.botId, table.sequence),
    index('audit_events_action').on(table.action, table.sequence),
    index('audit_events_subject').on(auditSubject, table.sequence),
    index('audit_events_of_bots').on(table.sequence).where(sql`bot_id is not null`),
    index('audit_events_message').on(messageOfAction).where(isActionOnMessage),
    // Finds where the history of an earlier bot with the same ID ends.
    index('audit_events_bot_deleted').on(table.botId, table.sequence).where(sql`action = 'bot.deleted'`),
  ],
)

/**
 * Row 1: audit events before this time may be deleted. Row 2, only within a transaction that replaces an address in audit
 * events: the address as it is there, and what takes its place.
 */
export const auditRetention = sqliteTable('audit_retention', {
  id: integer().primaryKey(),
  keepFrom: text('keep_from').notNull(),
  found: text(),
  replacement: text(),
})

/** All keys that this database was ever written with. The fingerprint identifies a key. */
export const encryptionKeys = sqliteTable('encryption_keys', {
  id: text().primaryKey(),
  fingerprint: text().notNull(),
  firstUsedAt: text('first_used_at').notNull(),
})
