import type { MessageRetention } from '../../mail/sending/message-retention.ts'
import { firstIdOf } from '../rows/first-id-of.ts'
import type { Database } from './open-database.ts'

/** Small enough that no request waits noticeably for the transaction. */
const batchSize = 200

// Deleting a message also deletes its idempotency key, so the message stays while the key is kept. A resend stays while
// its original can be sent again: otherwise, that would no longer need a deliberate word.
const deleteMessages = `delete from messages where id in
  (select id from messages where id < $1 and state not in ('queued', 'sending')
     and not exists (select 1 from idempotency_keys where message_id = messages.id)
     and not exists (select 1 from outbox where message_id = messages.resend_of) order by id limit ${batchSize})
  returning 1`

const deleteBodies = `delete from outbox where message_id in
  (select message_id from outbox where taken_at < $1 and next_attempt_at is null
     and not exists (select 1 from messages where id = outbox.message_id and state in ('queued', 'sending'))
   order by taken_at limit ${batchSize})
  returning 1`

const deleteIdempotencyKeys = `delete from idempotency_keys where (bot_id, service_key_id, key) in
  (select k.bot_id, k.service_key_id, k.key from idempotency_keys k join messages m on m.id = k.message_id
   where k.created_at < $1 and m.state not in ('queued', 'sending', 'unknown')
     and (m.state not in ('accepted', 'simulated') or m.settled_at < $2) order by k.created_at limit ${batchSize})
  returning 1`

export function createMessageRetention({ query }: Database): MessageRetention {
  return {
    async deleteOlderThan(limits) {
      let deleted = 0
      const deletions: [string, unknown[]][] = [
        [deleteBodies, [limits.bodies]],
        [deleteIdempotencyKeys, [limits.idempotencyKeys, new Date(limits.idempotencyKeys).toISOString()]],
        [deleteMessages, [firstIdOf(limits.messages)]],
      ]
      for (const [statement, values] of deletions) {
        for (let changes = batchSize; changes >= batchSize; deleted += changes)
          changes = (await query(statement, values)).length
      }
      return deleted
    },
  }
}
