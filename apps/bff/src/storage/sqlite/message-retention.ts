import { setImmediate as nextTurn } from 'node:timers/promises'
import type { MessageRetention } from '../../mail/sending/message-retention.ts'
import { firstIdOf } from '../rows/first-id-of.ts'
import type { Database } from './open-database.ts'

/** Small enough that no request waits noticeably for the transaction. */
const batchSize = 200

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
          and (m.state not in ('accepted', 'simulated') or m.settled_at < @settledBefore) limit ${batchSize})`,
  )

  return {
    async deleteOlderThan(limits) {
      let deleted = 0
      const deletions = [
        [bodies, { limit: limits.bodies }],
        [
          idempotencyKeys,
          { limit: limits.idempotencyKeys, settledBefore: new Date(limits.idempotencyKeys).toISOString() },
        ],
        [messages, { limit: firstIdOf(limits.messages) }],
      ] as const
      for (const [statement, values] of deletions) {
        for (let changes = batchSize; changes >= batchSize; await nextTurn()) {
          changes = statement.run(values).changes
          deleted += changes
        }
      }
      return deleted
    },
  }
}
