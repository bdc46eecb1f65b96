import { and, eq } from 'drizzle-orm'
import type { IdempotencyStore } from '../../mail/sending/idempotency-store.ts'
import { toMessage } from '../rows/message-row.ts'
import type { Database } from './open-database.ts'
import { idempotencyKeys as keys, messages } from './schema.ts'

export function createIdempotencyStore(database: Database): IdempotencyStore {
  return {
    async find({ botId, serviceKeyId, key }) {
      const row = database
        .select()
        .from(keys)
        .innerJoin(messages, eq(messages.id, keys.messageId))
        .where(and(eq(keys.botId, botId), eq(keys.serviceKeyId, serviceKeyId), eq(keys.key, key)))
        .get()
      if (!row) return null
      const { fingerprint, fingerprintedWith, answer, createdAt } = row.idempotency_keys
      const made = { value: fingerprint, madeWith: fingerprintedWith }
      return {
        record: { botId, serviceKeyId, key, fingerprint: made, answer, createdAt },
        message: toMessage(row.messages),
      }
    },
  }
}
