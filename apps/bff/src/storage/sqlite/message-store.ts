import { and, desc, eq, lt } from 'drizzle-orm'
import type { HealthChange } from '../../mail/configuration/office365-configuration-store.ts'
import type { IdempotencyRecord } from '../../mail/sending/idempotency-store.ts'
import type { Message } from '../../mail/sending/message.ts'
import {
  type ListedState,
  type MessageResult,
  type MessageStore,
  refuseToQueue,
} from '../../mail/sending/message-store.ts'
import type { QueuedMessage, QueueUsage } from '../../mail/sending/queue-store.ts'
import { countsOfBots } from '../../mail/statistics/mail-counts.ts'
import { toMessage } from '../rows/message-row.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Database } from './open-database.ts'
import { isExceptional, isUnsettled, messages } from './schema.ts'
import { createSenderCheck } from './sender-check.ts'
import { prepareCounting } from './statistics-store.ts'

/** The body of such a message is no longer needed. */
const isSent = (state: MessageResult['state']) => state === 'accepted' || state === 'simulated'

/** SQLite uses a partial index only for a statement that repeats its condition. */
function isOfBotInState(botId: string, state: ListedState) {
  const isListed = and(eq(messages.botId, botId), eq(messages.state, state))
  return and(state === 'sending' ? isUnsettled : isExceptional, isListed)
}

const orNull = (value: unknown): string | null => (value ? JSON.stringify(value) : null)

/** Prepared SQL, because these run for every message and the query builder costs more than the write. */
function prepareWrites({ $client }: Database) {
  const insert = $client.prepare(
    `insert into messages (id, bot_id, state, source, recipients, subject, created_at, settled_at, attempts,
       microsoft_request_id, diagnosis, resend_of) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const queue = $client.prepare(
    `insert into outbox (message_id, bot_id, mailbox, sealed_message, sealed_with, next_attempt_at, failures, taken_at)
     values (?, ?, ?, ?, ?, ?, 0, ?)`,
  )
  const keepKey = $client.prepare(
    `insert or replace into idempotency_keys (bot_id, service_key_id, key, fingerprint, fingerprinted_with, message_id,
       answer, created_at) values (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const sendAgain = $client.prepare(`update messages set attempts = ? where id = ? and state = 'sending'`)
  const settle = $client.prepare(
    `update messages set state = ?, settled_at = ?, attempts = ?, microsoft_request_id = ?, diagnosis = ?
     where id = ? and state not in ('accepted', 'simulated', 'failed', 'cancelled')`,
  )
  const releaseKey = $client.prepare(`delete from idempotency_keys where message_id = ? and answer = 'settled'`)
  const deleteBody = $client.prepare('delete from outbox where message_id = ?')
  const stopWaiting = $client.prepare('update outbox set next_attempt_at = null where message_id = ?')
  const changeHealth = $client.prepare(
    'update office365_configurations set health = ? where bot_id = ? and generation = ? and version = ?',
  )
  // Separate from `health`, because setting that column clears the bot's cache entry, many times a second.
  const noteAccepted = $client.prepare(
    'update office365_configurations set last_accepted_at = ? where bot_id = ? and generation = ? and version = ?',
  )
  return {
    insert: ({ to, cc, bcc, ...message }: Message) =>
      insert.run(
        message.id,
        message.botId,
        message.state,
        JSON.stringify(message.source),
        JSON.stringify({ to, cc, bcc }),
        message.subject,
        message.createdAt,
        message.settledAt,
        message.attempts,
        message.microsoft?.requestId ?? null,
        orNull(message.diagnosis),
        message.resendOf ?? null,
      ),
    queue: (id: string, botId: string, queued: QueuedMessage) =>
      queue.run(
        id,
        botId,
        queued.mailbox,
        queued.sealedMessage,
        queued.sealedWith,
        queued.nextAttemptAt,
        queued.takenAt,
      ),
    keepKey: (messageId: string, record: IdempotencyRecord) =>
      keepKey.run(
        record.botId,
        record.serviceKeyId,
        record.key,
        record.fingerprint.value,
        record.fingerprint.madeWith,
        messageId,
        record.answer,
        record.createdAt,
      ),
    changeHealth({ botId, generation, version, health, lastAcceptedAt }: HealthChange) {
      if (health) changeHealth.run(JSON.stringify(health), botId, generation, version)
      if (lastAcceptedAt) noteAccepted.run(lastAcceptedAt, botId, generation, version)
    },
    sendAgain,
    settle,
    releaseKey,
    deleteBody,
    stopWaiting,
  }
}

export function createMessageStore(database: Database, commit: GroupCommit, readUsage: () => QueueUsage): MessageStore {
  const write = prepareWrites(database)
  const check = createSenderCheck(database)
  const countWaiting = database.$client
    .prepare<[string], number>('select waiting from outbox_usage where bot_id = ?')
    .pluck()
  const find = database.$client.prepare('select 1 from outbox where message_id = ?').pluck()
  const readState = database.$client
    .prepare<[string], Message['state']>('select state from messages where id = ?')
    .pluck()
  const findResend = database.$client
    .prepare<[string], string>('select id from messages where resend_of = ? limit 1')
    .pluck()

  return {
    insert: (message, sender, { idempotency, change } = {}) =>
      commit(() => {
        if (!check.isCurrent(sender)) return 'outdated'
        write.insert(message)
        if (idempotency) write.keepKey(message.id, idempotency)
        if (change) write.changeHealth(change)
        return 'stored'
      }),
    sendAgain: (id, attempts, sender) =>
      commit(() => {
        if (!check.isCurrent(sender)) return 'outdated'
        return write.sendAgain.run(attempts, id).changes === 1 ? 'sending' : 'gone'
      }),
    enqueue: (message, sender, queued, { idempotency, limits, resend }) =>
      commit(() => {
        if (!check.isCurrent(sender)) return 'outdated'
        const original = message.resendOf ?? ''
        const refusal = refuseToQueue({
          waiting: countWaiting.get(message.botId) ?? 0,
          bytes: readUsage().bytes,
          size: queued.sealedMessage.length,
          limits,
          resend: resend
            ? { again: resend.again, originalState: readState.get(original), resentAs: findResend.get(original) }
            : null,
        })
        if (refusal) return refusal
        write.insert(message)
        write.queue(message.id, message.botId, queued)
        if (idempotency) write.keepKey(message.id, idempotency)
        if (resend) appendAuditEvent(database, resend.event)
        return 'stored'
      }),
    settle: (id, { state, settledAt, attempts, requestId, diagnosis, change }, idempotency = null, event) =>
      commit(() => {
        const { changes } = write.settle.run(state, settledAt, attempts, requestId, orNull(diagnosis), id)
        if (changes === 0) return false
        if (state === 'failed') write.releaseKey.run(id)
        if (idempotency) write.keepKey(id, idempotency)
        if (find.get(id) !== undefined) (isSent(state) ? write.deleteBody : write.stopWaiting).run(id)
        if (change) write.changeHealth(change)
        if (event) appendAuditEvent(database, event)
        return true
      }),
    // The next start marks it as interrupted.
    abandon: () => undefined,
    async read(botId, id) {
      const row = database
        .select()
        .from(messages)
        .where(and(eq(messages.botId, botId), eq(messages.id, id)))
        .get()
      return row ? toMessage(row) : null
    },
    async list({ botId, state, before, limit }) {
      return database
        .select()
        .from(messages)
        .where(and(isOfBotInState(botId, state), before === undefined ? undefined : lt(messages.id, before)))
        .orderBy(desc(messages.id))
        .limit(limit)
        .all()
        .map(toMessage)
    },
    async markInterrupted(settledAt, diagnosis) {
      return await commit(() => {
        database.$client
          .prepare(
            `update outbox set next_attempt_at = null where message_id in
               (select id from messages where state in ('queued', 'sending') and state = 'sending')`,
          )
          .run()
        // The first condition repeats the partial index's condition; SQLite uses the index only then.
        const botIds = database.$client
          .prepare<[string, string], string>(
            `update messages set state = 'unknown', settled_at = ?, diagnosis = ?, attempts = max(attempts, 1)
             where state in ('queued', 'sending') and state = 'sending' returning bot_id`,
          )
          .pluck()
          .all(settledAt, JSON.stringify(diagnosis))
        prepareCounting(database.$client)(countsOfBots(botIds, 'unknown', settledAt))
        return botIds.length
      })
    },
  }
}
