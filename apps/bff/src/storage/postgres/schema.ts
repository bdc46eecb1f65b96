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
import {
  bigint,
  bigserial,
  boolean,
  customType,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  serial,
  smallint,
  timestamp,
  uniqueIndex,
  uuid,
  varchar,
} from 'drizzle-orm/pg-core'
import type { ChannelHealth, ChannelSettings } from '../../mail/alerts/alert-channel.ts'
import type { ReportedCondition } from '../../mail/alerts/alert-condition.ts'
import type { ReportedState } from '../../mail/alerts/decide-alerts.ts'
import type { Health } from '../../mail/configuration/health.ts'
import type { Credential, PreparedCredential, WaitingCredential } from '../../mail/credentials/credential.ts'
import type { PublicSigningKey } from '../../mail/federation/signing-key.ts'
import type { EnteredValues } from '../../mail/intake-links/intake-link.ts'
import type { Message } from '../../mail/sending/message.ts'

/** Sorts and compares by bytes, as SQLite does, whatever the database's own collation is. */
const text = customType<{ data: string }>({ dataType: () => 'text collate "C"' })

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** Since 1970. */
const milliseconds = (name: string) => bigint(name, { mode: 'number' })

export const bots = pgTable(
  'bots',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    createdAt: text('created_at').notNull(),
  },
  (table) => [index('bots_name').on(table.name, table.id)],
)

/** The last configuration version of each deleted bot. A bot that is created later with the same ID continues from it. */
export const deletedBots = pgTable('deleted_bots', {
  id: text().primaryKey(),
  version: integer().notNull(),
})

/** Removing a configuration empties its row but keeps it, so that versions keep counting. */
export const office365Configurations = pgTable(
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
    credential: json().$type<Credential>().notNull().default({ kind: 'client-secret' }),
    waiting: json('waiting_credential').$type<WaitingCredential>(),
    sealedSecret: text('sealed_secret'),
    sealedWith: text('sealed_with'),
    secretSavedAt: text('secret_saved_at'),
    secretExpiresOn: text('secret_expires_on'),
    savedAt: text('saved_at'),
    savedBy: json('saved_by').$type<ActorReference>(),
    health: json().$type<Health>().notNull(),
    restriction: json().$type<Restriction>(),
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
export const credentialKeys = pgTable(
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
export const federationKeys = pgTable(
  'federation_keys',
  {
    id: text().primaryKey(),
    publicKey: json('public_key').$type<PublicSigningKey>().notNull(),
    sealedKey: text('sealed_key').notNull(),
    sealedWith: text('sealed_with').notNull(),
    /** Milliseconds since 1970. */
    createdAt: milliseconds('created_at').notNull(),
  },
  (table) => [index('federation_keys_sealed_with').on(table.sealedWith)],
)

/** The values that people have entered in the form so far. The secret is never one of them. */
export const office365Drafts = pgTable('office365_drafts', {
  botId: text('bot_id')
    .primaryKey()
    .references(() => bots.id, { onDelete: 'cascade' }),
  values: json().$type<Office365Draft['values']>().notNull(),
  doneSteps: json('done_steps').$type<string[]>().notNull(),
  savedAt: text('saved_at').notNull(),
})

/** States that few messages pass through while the server sends mail. */
export const exceptionalStates: MessageState[] = ['queued', 'failed', 'unknown', 'cancelled', 'simulated']
/** The condition of the index `messages_unsettled`. */
export const isUnsettled = sql.raw(`state in ('queued', 'sending')`)
/** The condition of the index `messages_exceptional`. */
export const isExceptional = sql.raw(`state in (${exceptionalStates.map((state) => `'${state}'`).join(', ')})`)

export const messages = pgTable(
  'messages',
  {
    id: uuid().primaryKey(),
    botId: text('bot_id').notNull(),
    state: text().$type<MessageState>().notNull(),
    source: json().$type<Message['source']>().notNull(),
    recipients: json().$type<{ to: Recipient[]; cc: Recipient[]; bcc: Recipient[] }>().notNull(),
    subject: text().notNull(),
    createdAt: text('created_at').notNull(),
    settledAt: text('settled_at'),
    attempts: integer().notNull(),
    microsoftRequestId: text('microsoft_request_id'),
    diagnosis: json().$type<Diagnosis>(),
    resendOf: uuid('resend_of'),
    /** The server that is sending it; null once it is settled. */
    serverId: text('server_id'),
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
export const messageBlocks = pgTable('message_blocks', {
  id: serial().primaryKey(),
  /** Its messages have larger IDs than this. */
  afterId: uuid('after_id').notNull().unique(),
  lastId: uuid('last_id').notNull(),
  size: integer().notNull(),
  /** The IDs of the messages, 16 bytes each. */
  ids: bytes().notNull(),
})

/** The terms of a block, with the positions of its messages that have them. */
export const messageTerms = pgTable(
  'message_terms',
  {
    block: integer().notNull(),
    term: text().notNull(),
    positions: bytes().notNull(),
  },
  (table) => [primaryKey({ columns: [table.block, table.term] })],
)

/** Asynchronous messages, from their acceptance until their bodies are no longer needed. */
export const outbox = pgTable(
  'outbox',
  {
    messageId: uuid('message_id')
      .primaryKey()
      .references(() => messages.id, { onDelete: 'cascade' }),
    botId: text('bot_id').notNull(),
    /** The mailbox that was configured when the message was accepted. It is sent from there or not at all. */
    mailbox: text().notNull(),
    sealedMessage: text('sealed_message').notNull(),
    sealedWith: text('sealed_with').notNull(),
    /** Milliseconds since 1970; null if the message does not wait to be sent. */
    nextAttemptAt: milliseconds('next_attempt_at'),
    /** Consecutive attempts that certainly sent nothing. */
    failures: integer().notNull(),
    takenAt: milliseconds('taken_at').notNull(),
    /** The server that works on it, until `leased_until`. Other servers leave it alone until then. */
    leasedBy: text('leased_by'),
    leasedUntil: timestamp('leased_until', { withTimezone: true }),
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
export const outboxUsage = pgTable('outbox_usage', {
  botId: text('bot_id').primaryKey(),
  /** Messages that wait to be sent. */
  waiting: integer().notNull(),
  /** Size of all sealed bodies. */
  bytes: bigint({ mode: 'number' }).notNull(),
})

/**
 * Row 1 exists after a restore, until an owner releases sending. Row 2 exists while the server runs with `SENDING=off`,
 * so that this time does not count against waiting messages.
 */
export const sendingHold = pgTable('sending_hold', {
  id: integer().primaryKey(),
  reason: text().$type<'restored' | 'off'>().notNull(),
  since: text().notNull(),
})

/** The first response to each key; its content is in the message. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    botId: text('bot_id').notNull(),
    serviceKeyId: text('service_key_id').notNull(),
    key: text().notNull(),
    fingerprint: text().notNull(),
    /** ID of the encryption key that the fingerprint's key is derived from. */
    fingerprintedWith: text('fingerprinted_with').notNull(),
    messageId: uuid('message_id')
      .notNull()
      .references(() => messages.id, { onDelete: 'cascade' }),
    answer: text().$type<'queued' | 'settled'>().notNull(),
    /** Milliseconds since 1970. */
    createdAt: milliseconds('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.botId, table.serviceKeyId, table.key] }),
    index('idempotency_keys_message_id').on(table.messageId),
    index('idempotency_keys_created_at').on(table.createdAt),
  ],
)

export const people = pgTable(
  'people',
  {
    id: text().primaryKey(),
    email: text().notNull().unique(),
    name: text().notNull(),
    role: text().$type<Role>().notNull(),
    botIds: json('bot_ids').$type<BotScope>().notNull(),
    /** Argon2id in PHC string format; null for people who sign in elsewhere. */
    passwordHash: text('password_hash'),
    /** The identity at the identity provider. A subject is unique only together with its issuer. */
    providerIssuer: text('provider_issuer'),
    providerSubject: text('provider_subject'),
    /** The role comes from the identity provider and ends when the provider no longer sends it. */
    hasProviderRole: boolean('has_provider_role').notNull().default(false),
    createdAt: text('created_at').notNull(),
  },
  (table) => [uniqueIndex('people_provider_identity').on(table.providerIssuer, table.providerSubject)],
)

export const sessions = pgTable(
  'sessions',
  {
    /** SHA-256 of the cookie's value. */
    idHash: text('id_hash').primaryKey(),
    personId: text('person_id')
      .notNull()
      .references(() => people.id, { onDelete: 'cascade' }),
    signedInAt: milliseconds('signed_in_at').notNull(),
    /** When the person last proved who they are, in milliseconds since 1970; null if the provider does not say. */
    authenticatedAt: milliseconds('authenticated_at'),
    lastSeenAt: milliseconds('last_seen_at').notNull(),
    /** The address that the sign-in came from. */
    ip: text(),
  },
  (table) => [index('sessions_person_id_signed_in_at').on(table.personId, table.signedInAt)],
)

/** One-time links that let the first owner choose a password. */
export const setUpLinks = pgTable('set_up_links', {
  tokenHash: text('token_hash').primaryKey(),
  expiresAt: milliseconds('expires_at').notNull(),
})

export const serviceKeys = pgTable('service_keys', {
  id: text().primaryKey(),
  /** SHA-256 of the whole key. The key has 256 random bits, so a slow hash would add nothing. */
  keyHash: text('key_hash').notNull().unique(),
  name: text().notNull(),
  scopes: json().$type<ServiceKeyScope[]>().notNull(),
  botIds: json('bot_ids').$type<BotScope>().notNull(),
  createdAt: text('created_at').notNull(),
  createdBy: json('created_by').$type<ActorReference>().notNull(),
  lastUsedAt: text('last_used_at'),
  expiresAt: text('expires_at'),
  revokedAt: text('revoked_at'),
  /** Null allows every domain. */
  recipientDomains: json('recipient_domains').$type<string[]>(),
  /** Recipients per day (UTC); null means no limit of ours. */
  dailyQuota: integer('daily_quota'),
})

/** How much of their quota keys have used. */
export const serviceKeyUsage = pgTable(
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
export const intakeLinks = pgTable(
  'intake_links',
  {
    id: text().primaryKey(),
    botId: text('bot_id')
      .notNull()
      .references(() => bots.id, { onDelete: 'cascade' }),
    tokenHash: text('token_hash').notNull().unique(),
    createdAt: text('created_at').notNull(),
    createdBy: json('created_by').$type<ActorReference>().notNull(),
    expiresAt: text('expires_at').notNull(),
    credentialKind: text('credential_kind').$type<CredentialKind>().notNull().default('client-secret'),
    tries: integer().notNull(),
    state: text().$type<'open' | 'submitted' | 'approved' | 'revoked'>().notNull(),
    submitted: json().$type<EnteredValues>(),
    prepared: json().$type<PreparedCredential>(),
    sealedSecret: text('sealed_secret'),
    sealedWith: text('sealed_with'),
  },
  (table) => [
    index('intake_links_bot_id').on(table.botId, table.id),
    index('intake_links_sealed_with').on(table.sealedWith),
  ],
)

/** The channels that alerts go to. The first ones were webhooks, hence the name. */
export const alertWebhooks = pgTable(
  'alert_webhooks',
  {
    id: text().primaryKey(),
    url: text().notNull(),
    createdAt: text('created_at').notNull(),
    createdBy: json('created_by').$type<ActorReference>().notNull(),
    sealedSecret: text('sealed_secret').notNull(),
    sealedWith: text('sealed_with').notNull(),
    lastDelivery: json('last_delivery').$type<ChannelHealth>(),
    kind: text().$type<AlertChannelKind>().notNull().default('webhook'),
    /** For email: the bot that sends. */
    senderBotId: text('sender_bot_id').references(() => bots.id, { onDelete: 'set null' }),
    /** Null for a webhook of an earlier version: it gets the alerts about all bots. */
    botIds: json('bot_ids').$type<BotScope>(),
    version: integer().notNull().default(1),
    /** Null for a webhook of an earlier version. */
    settings: json().$type<ChannelSettings>(),
  },
  (table) => [
    index('alert_webhooks_sealed_with').on(table.sealedWith),
    index('alert_webhooks_sender_bot_id').on(table.senderBotId),
  ],
)

/** Alerts that are still to be delivered to a channel. */
export const alertDeliveries = pgTable(
  'alert_deliveries',
  {
    id: text().primaryKey(),
    webhookId: text('webhook_id')
      .notNull()
      .references(() => alertWebhooks.id, { onDelete: 'cascade' }),
    /** Null if the alert is not about a bot. */
    botId: text('bot_id').references(() => bots.id, { onDelete: 'cascade' }),
    alert: json().$type<Alert>().notNull(),
    attempts: integer().notNull(),
    /** Milliseconds since 1970. */
    nextAttemptAt: milliseconds('next_attempt_at').notNull(),
  },
  (table) => [
    index('alert_deliveries_next_attempt_at').on(table.nextAttemptAt),
    index('alert_deliveries_webhook_id').on(table.webhookId),
    index('alert_deliveries_bot_id').on(table.botId),
  ],
)

/** What alerts have reported about a bot so far; no row if nothing. */
export const alertStates = pgTable('alert_states', {
  botId: text('bot_id')
    .primaryKey()
    .references(() => bots.id, { onDelete: 'cascade' }),
  state: json().$type<ReportedState>().notNull(),
})

/** What alerts have reported about things other than the health of a bot: see `alert-condition.ts`. */
export const alertConditions = pgTable(
  'alert_conditions',
  {
    id: text().primaryKey(),
    /** Null if it is not about a bot. */
    botId: text('bot_id').references(() => bots.id, { onDelete: 'cascade' }),
    state: json().$type<Omit<ReportedCondition, 'id'>>().notNull(),
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

/** A bot's mail on a day, YYYY-MM-DD in UTC. */
export const mailDays = pgTable(
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
export const mailDayTotals = pgTable('mail_day_totals', { day: text().primaryKey(), ...mailCounts() })

/** The subject of an action: the part before its dot. */
export const auditSubject = sql`split_part(action, '.', 1)`

/** The message that an action was done to. */
export const messageOfAction = sql<string>`(details ->> 'messageId')`
/** The condition of the index `audit_events_message`. */
export const isActionOnMessage = sql.raw(`action in ('message.cancelled', 'message.resolved')`)

/**
 * Append-only: triggers in the migrations refuse every change except deleting events older than `keepFrom`, and replacing
 * an address.
 */
export const auditEvents = pgTable(
  'audit_events',
  {
    sequence: bigserial({ mode: 'number' }).primaryKey(),
    id: text().notNull().unique(),
    at: text().notNull(),
    actor: json().$type<ActorReference>().notNull(),
    action: text().$type<AuditAction>().notNull(),
    botId: text('bot_id'),
    outcome: text().$type<'succeeded' | 'refused'>().notNull(),
    requestId: text('request_id'),
    ip: text(),
    details: json().$type<Record<string, unknown>>().notNull(),
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
export const auditRetention = pgTable('audit_retention', {
  id: integer().primaryKey(),
  keepFrom: text('keep_from').notNull(),
  found: text(),
  replacement: text(),
})

/** All keys that this database was ever written with. The fingerprint identifies a key. */
export const encryptionKeys = pgTable('encryption_keys', {
  id: text().primaryKey(),
  fingerprint: text().notNull(),
  firstUsedAt: text('first_used_at').notNull(),
})

/** The servers that share this database. All times of this and the following tables are of the database's clock. */
export const servers = pgTable('servers', {
  id: text().primaryKey(),
  leaseUntil: timestamp('lease_until', { withTimezone: true }).notNull(),
  startedAt: timestamp('started_at', { withTimezone: true }).notNull().defaultNow(),
  /** The fingerprint of each key in the server's key file, by the key's ID. */
  keyFingerprints: json('key_fingerprints').$type<Record<string, string>>().notNull(),
  version: text().notNull(),
})

/** The slots of each lane, over all servers. Unlogged: after a crash of the database, it is empty. */
export const laneSlots = pgTable(
  'lane_slots',
  {
    lane: text().notNull(),
    slot: smallint().notNull(),
    serverId: text('server_id').notNull(),
    heldUntil: timestamp('held_until', { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.lane, table.slot] })],
)

/** Until when Microsoft throttles a lane. Unlogged. */
export const lanePauses = pgTable('lane_pauses', {
  lane: text().primaryKey(),
  pausedUntil: timestamp('paused_until', { withTimezone: true }).notNull(),
})

/** Work that only one server does at a time. */
export const backgroundJobs = pgTable('background_jobs', {
  name: text().primaryKey(),
  serverId: text('server_id').notNull(),
  isRunning: boolean('is_running').notNull(),
  /** The time up to which the work is done, in milliseconds since 1970 of the servers' clock. */
  doneUntil: milliseconds('done_until').notNull(),
})

/**
 * A row for each transaction that changed rows that servers keep in memory. Triggers in the migrations add it. One row
 * that counts would let only one such transaction commit at a time.
 */
export const cacheChanges = pgTable(
  'cache_changes',
  {
    id: bigserial({ mode: 'number' }).primaryKey(),
    at: timestamp({ withTimezone: true }).notNull().default(sql`clock_timestamp()`),
  },
  (table) => [index('cache_changes_at').on(table.at)],
)

/** Counters of rate limits. Unlogged. The columns are those of rate-limiter-flexible. */
export const rateLimits = pgTable('rate_limits', {
  key: varchar({ length: 255 }).primaryKey(),
  points: integer().notNull().default(0),
  expire: bigint({ mode: 'number' }),
})

/** Row 1: where this database was made. Another place means that it was restored from a backup. */
export const storageIdentity = pgTable('storage_identity', {
  id: integer().primaryKey(),
  systemIdentifier: text('system_identifier').notNull(),
  databaseId: text('database_id').notNull(),
})
