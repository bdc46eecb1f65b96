import { and, eq } from 'drizzle-orm'
import type { IdempotencyStore } from '../../mail/sending/idempotency-store.ts'
import { toMessage } from '../rows/message-row.ts'
import { callerKnows } from './caller-knows.ts'
import type { Database } from './open-database.ts'
import { idempotencyKeys as keys, messages } from './schema.ts'

type Key = Parameters<IdempotencyStore['find']>[0]

export function createIdempotencyStore({ orm, query }: Database): IdempotencyStore {
  async function read({ botId, serviceKeyId, key }: Key) {
    const [row] = await orm
      .select()
      .from(keys)
      .innerJoin(messages, eq(messages.id, keys.messageId))
      .where(and(eq(keys.botId, botId), eq(keys.serviceKeyId, serviceKeyId), eq(keys.key, key)))
    return row
  }

  /** The server of the first request may be about to take the message back: its caller may have got an error. */
  async function keep(id: string): Promise<void> {
    await query(`update messages set server_id = '${callerKnows}' where id = $1 and state = 'queued'`, [id])
  }

  return {
    async find(wanted) {
      const { botId, serviceKeyId, key } = wanted
      let row = await read(wanted)
      if (row?.messages.state === 'queued' && row.messages.serverId === null) {
        await keep(row.messages.id)
        row = await read(wanted)
      }
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
