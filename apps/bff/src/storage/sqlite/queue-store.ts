import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import { and, asc, eq, isNotNull, min } from 'drizzle-orm'
import type { QueueStore, QueueUsage } from '../../mail/sending/queue-store.ts'
import { noCounts } from '../../mail/statistics/mail-counts.ts'
import { toMessage } from '../rows/message-row.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { GroupCommit } from './group-commit.ts'
import type { Database } from './open-database.ts'
import { messages, outbox } from './schema.ts'
import { createSenderCheck } from './sender-check.ts'
import { prepareCounting } from './statistics-store.ts'

export function createQueueStore(database: Database, commit: GroupCommit, readUsage: () => QueueUsage): QueueStore {
  const { $client } = database
  const check = createSenderCheck(database)
  // This index is in order of age. With the other one, SQLite would sort all due messages each time.
  const due = $client
    .prepare<[string, number, number], string>(
      `select message_id from outbox indexed by outbox_waiting
       where bot_id = ? and next_attempt_at is not null and next_attempt_at <= ? order by message_id limit ?`,
    )
    .pluck()
  const claim = $client.prepare(`update messages set state = 'sending', attempts = ? where id = ? and state = 'queued'`)
  const queueAgain = $client.prepare(
    `update messages set state = 'queued', attempts = ?, diagnosis = ? where id = ? and state in ('queued', 'sending')`,
  )
  const postpone = $client.prepare('update outbox set next_attempt_at = ?, failures = ? where message_id = ?')
  const cancel = $client.prepare(
    `update messages set state = 'cancelled', settled_at = ? where id = ? and state = 'queued'`,
  )
  const deleteBody = $client.prepare('delete from outbox where message_id = ?')

  return {
    isShared: false,
    async listDue(botId, now, limit) {
      return due.all(botId, now, limit)
    },
    async listNext(_now, botId) {
      const rows = database
        .select({ botId: outbox.botId, nextAttemptAt: min(outbox.nextAttemptAt) })
        .from(outbox)
        .where(and(isNotNull(outbox.nextAttemptAt), botId === undefined ? undefined : eq(outbox.botId, botId)))
        .groupBy(outbox.botId)
        .orderBy(asc(outbox.botId))
        .all()
      return rows.flatMap(({ botId, nextAttemptAt }) => (nextAttemptAt === null ? [] : [{ botId, nextAttemptAt }]))
    },
    async read(botId, id) {
      const row = database
        .select()
        .from(outbox)
        .innerJoin(messages, eq(messages.id, outbox.messageId))
        .where(and(eq(outbox.messageId, id), eq(outbox.botId, botId)))
        .get()
      if (!row) return null
      const { mailbox, sealedMessage, takenAt, failures } = row.outbox
      return { message: toMessage(row.messages), mailbox, sealedMessage, takenAt, failures }
    },
    async claim(id, attempts, sender) {
      return await commit(() => {
        if (!check.isCurrent(sender)) return 'outdated'
        return claim.run(attempts, id).changes === 1 ? 'sending' : 'gone'
      })
    },
    async postpone(id, { nextAttemptAt, failures, attempts, diagnosis }, sender) {
      return await commit(() => {
        if (!check.isConfigured(sender)) return false
        const stored = diagnosis && JSON.stringify(diagnosis)
        if (queueAgain.run(attempts, stored, id).changes === 1) postpone.run(nextAttemptAt, failures, id)
        return true
      })
    },
    async usage() {
      return readUsage()
    },
    async cancel(id, settledAt, event) {
      return await commit(() => {
        if (cancel.run(settledAt, id).changes === 0) return false
        deleteBody.run(id)
        if (event) appendAuditEvent(database, event)
        return true
      })
    },
  }
}

/**
 * Fails messages that wait for another mailbox than this one (null: all), so that nothing is sent from a mailbox that
 * was not configured when it was accepted. Call it inside the transaction that changes the configuration.
 */
export function withdrawQueued(
  { $client }: Pick<Database, '$client'>,
  botId: string,
  mailbox: string | null,
  { settledAt, diagnosis }: { settledAt: string; diagnosis: Diagnosis },
): void {
  const isForOtherMailbox = 'bot_id = ? and next_attempt_at is not null and mailbox is not ?'
  const { changes } = $client
    .prepare(
      `update messages set state = 'failed', settled_at = ?, diagnosis = ?
       where state = 'queued' and id in (select message_id from outbox where ${isForOtherMailbox})`,
    )
    .run(settledAt, JSON.stringify(diagnosis), botId, mailbox)
  const counts = { ...noCounts(), failed: changes }
  if (changes > 0) prepareCounting($client)([{ botId, day: settledAt.slice(0, 10), since: settledAt, counts }])
  $client
    .prepare(
      `update outbox set next_attempt_at = null where ${isForOtherMailbox}
       and message_id not in (select id from messages where state in ('queued', 'sending') and state = 'sending')`,
    )
    .run(botId, mailbox)
}
