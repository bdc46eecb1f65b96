import { and, eq } from 'drizzle-orm'
import type { Claim, QueueStore } from '../../mail/sending/queue-store.ts'
import { toMessage } from '../rows/message-row.ts'
import { appendAuditEvent } from './audit-store.ts'
import { callerKnows } from './caller-knows.ts'
import { createHandOvers, type HandOverDependencies } from './hand-overs.ts'
import { isUuid } from './is-uuid.ts'
import type { Database, Executor } from './open-database.ts'
import { messages, outbox } from './schema.ts'
import { checkSending, isConfigured } from './sender-check.ts'
import type { Lease } from './servers.ts'

/** For this long, no other server takes a message. It is short, so that the messages of a dead server move on. */
export const leaseSeconds = 30

export function createQueueStore(database: Database, lease: Lease, dependencies: HandOverDependencies): QueueStore {
  const { orm, query, transaction } = database
  const { inHand } = dependencies
  const recordHandOver = createHandOvers(database, lease, dependencies)

  return {
    isShared: true,
    // Two servers may still take the same message, after a lease. Only one of them can claim it.
    async listDue(botId, now, limit) {
      const rows = await query<{ id: string }>(
        `with due as (
           select message_id from outbox
           where bot_id = $1 and next_attempt_at is not null and next_attempt_at <= $2
             and (leased_by = $4 or leased_until is null or leased_until < clock_timestamp())
           order by message_id limit $3 for update skip locked),
         leased as (
           update outbox set leased_by = $4, leased_until = clock_timestamp() + $5 * interval '1 second'
           from due where outbox.message_id = due.message_id)
         select message_id as id from due order by message_id`,
        [botId, now, limit, lease.serverId, leaseSeconds],
      )
      return rows.flatMap(({ id }) => (inHand.mayBeSent(id) ? [id] : []))
    },
    async listNext(now, botId) {
      return await query(
        `select bot_id as "botId", min(case
             when leased_by <> $2 and leased_until > clock_timestamp() then greatest(next_attempt_at,
               $1 + ceil(extract(epoch from leased_until - clock_timestamp()) * 1000)::bigint)
             else next_attempt_at end) as "nextAttemptAt"
         from outbox where next_attempt_at is not null and ($3::text is null or bot_id = $3)
         group by bot_id order by bot_id`,
        [now, lease.serverId, botId ?? null],
      )
    },
    async read(botId, id) {
      if (!isUuid(id)) return null
      const [row] = await orm
        .select()
        .from(outbox)
        .innerJoin(messages, eq(messages.id, outbox.messageId))
        .where(and(eq(outbox.messageId, id), eq(outbox.botId, botId)))
      if (!row) return null
      const { mailbox, sealedMessage, takenAt, failures } = row.outbox
      return { message: toMessage(row.messages), mailbox, sealedMessage, takenAt, failures }
    },
    async claim(id, attempts, sender) {
      const claim = async (open: Executor): Promise<Claim> => {
        const check = await checkSending(open, sender)
        if (check !== 'current') return check
        const rows = await open.query(
          `update messages set state = 'sending', attempts = $2, server_id = $3
           where id = $1 and state = 'queued' returning 1`,
          [id, attempts, lease.serverId],
        )
        return rows.length === 1 ? 'sending' : 'gone'
      }
      return await recordHandOver({ id, sender, keptIn: ['sending'] }, () => transaction(claim, 'read committed'))
    },
    async postpone(id, { nextAttemptAt, failures, attempts, diagnosis }, sender) {
      const isPostponed = await transaction(async (open) => {
        if (!(await isConfigured(open, sender))) return false
        const rows = await open.query(
          `update messages set state = 'queued', attempts = $2, diagnosis = $3, server_id = '${callerKnows}'
           where id = $1 and (state = 'queued' or (state = 'sending' and server_id = $4)) returning 1`,
          [id, attempts, diagnosis && JSON.stringify(diagnosis), lease.serverId],
        )
        if (rows.length === 1)
          await open.query(
            `update outbox set next_attempt_at = $2, failures = $3, leased_by = null, leased_until = null
             where message_id = $1`,
            [id, nextAttemptAt, failures],
          )
        return true
      }, 'read committed')
      // A message whose configuration was removed is settled next.
      if (isPostponed) inHand.end(id)
      return isPostponed
    },
    async usage() {
      const [row] = await query<{ messages: number; bytes: number }>(
        `select coalesce(sum(waiting), 0)::bigint as messages, coalesce(sum(bytes), 0)::bigint as bytes
         from outbox_usage`,
      )
      return row ?? { messages: 0, bytes: 0 }
    },
    async cancel(id, settledAt, event) {
      if (!isUuid(id)) return false
      return await transaction(async (open) => {
        const rows = await open.query(
          `update messages set state = 'cancelled', settled_at = $2 where id = $1 and state = 'queued' returning 1`,
          [id, settledAt],
        )
        if (rows.length === 0) return false
        await open.query('delete from outbox where message_id = $1', [id])
        if (event) await appendAuditEvent(open, event)
        return true
      }, 'read committed')
    },
  }
}
