import { setImmediate as nextTurn } from 'node:timers/promises'
import type { MessageRetention } from '../../mail/sending/message-retention.ts'
import type { Database } from './open-database.ts'

/** Small enough that no request waits noticeably for the transaction. */
const batchSize = 200

/** The smallest UUIDv7 of a time (RFC 9562, section 5.7), so that the primary key finds messages by age. */
const firstIdOf = (milliseconds: number): string => {
  const hex = Math.max(milliseconds, 0).toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`
}

export function createMessageRetention({ $client }: Database): MessageRetention {
  // Deleting a message also deletes its idempotency key, so the message stays while the key is kept. A resend stays while
  // its original can be sent again: otherwise, that would no longer need a deliberate word.
  const messages = $client.prepare(
    `delete from messages where id in
       (select id from messages where id < @limit and state not in ('queued', 'sending')
          and not exists (select 1 from idempotency_keys where message_id = messages.id)
          and not exists (select 1 from outbox where message_id = messages.resend_of) limit ${batchSize})`,
  )
  const bodies = $client.prepare(
    `delete from outbox where message_id in
       (select message_id from outbox where taken_at < @limit and next_attempt_at is null
          and message_id not in (select id from messages where state in ('queued', 'sending')) limit ${batchSize})`,
  )
  const idempotencyKeys = $client.prepare(
    `delete from idempotency_keys where (bot_id, service_key_id, key) in
       (select k.bot_id, k.service_key_id, k.key from idempotency_keys k join messages m on m.id = k.message_id
        where k.created_at < @limit and m.state not in ('queued', 'sending', 'unknown')
          and (m.state not in ('accepted', 'simulated') or unixepoch(m.settled_at) * 1000 < @limit) limit ${batchSize})`,
  )

  return {
    async deleteOlderThan(limits) {
      let deleted = 0
      const deletions = [
        [bodies, limits.bodies],
        [idempotencyKeys, limits.idempotencyKeys],
        [messages, firstIdOf(limits.messages)],
      ] as const
      for (const [statement, limit] of deletions) {
        for (let changes = batchSize; changes >= batchSize; await nextTurn()) {
          changes = statement.run({ limit }).changes
          deleted += changes
        }
      }
      return deleted
    },
  }
}
