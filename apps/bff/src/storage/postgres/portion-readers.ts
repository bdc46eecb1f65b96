import { and, desc, eq, gt, gte, lt } from 'drizzle-orm'
import { MAX } from 'uuid'
import type { Message } from '../../mail/sending/message.ts'
import type { IdRange, ReadPortion } from '../message-index/read-portions.ts'
import { toMessage } from '../rows/message-row.ts'
import type { Database } from './open-database.ts'
import { messages } from './schema.ts'

/** Readers of whole messages and of their IDs. */
export function createPortionReaders({ orm, query }: Database): {
  readPortion: ReadPortion<Message>
  readIds: ReadPortion<string>
} {
  /** Where the portion ends, and which messages are in it. */
  async function limit({ after, before }: IdRange, size: number, botId: string | null) {
    const end = before ?? MAX
    const [nth] = await query<{ id: string }>(
      'select id from messages where id > $1 and id < $2 order by id desc limit 1 offset $3',
      [after, end, size - 1],
    )
    const last = nth?.id ?? null
    const isWithin = and(last === null ? gt(messages.id, after) : gte(messages.id, last), lt(messages.id, end))
    return { last, isSelected: and(isWithin, botId === null ? undefined : eq(messages.botId, botId)) }
  }
  return {
    async readPortion(range, size, botId) {
      const { last, isSelected } = await limit(range, size, botId)
      const rows = await orm.select().from(messages).where(isSelected).orderBy(desc(messages.id))
      return { rows: rows.map(toMessage), last }
    },
    async readIds(range, size, botId) {
      const { last, isSelected } = await limit(range, size, botId)
      const rows = await orm.select({ id: messages.id }).from(messages).where(isSelected).orderBy(desc(messages.id))
      return { rows: rows.map(({ id }) => id), last }
    },
  }
}
