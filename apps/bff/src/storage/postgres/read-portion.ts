import { and, desc, eq, gt, gte, lt } from 'drizzle-orm'
import { MAX } from 'uuid'
import type { ReadPortion } from '../message-index/read-portions.ts'
import { toMessage } from '../rows/message-row.ts'
import type { Database } from './open-database.ts'
import { messages } from './schema.ts'

export const createReadPortion =
  ({ orm, query }: Database): ReadPortion =>
  async ({ after, before }, size, botId) => {
    const end = before ?? MAX
    const [nth] = await query<{ id: string }>(
      'select id from messages where id > $1 and id < $2 order by id desc limit 1 offset $3',
      [after, end, size - 1],
    )
    const last = nth?.id ?? null
    const isWithin = and(last === null ? gt(messages.id, after) : gte(messages.id, last), lt(messages.id, end))
    const rows = await orm
      .select()
      .from(messages)
      .where(and(isWithin, botId === null ? undefined : eq(messages.botId, botId)))
      .orderBy(desc(messages.id))
    return { messages: rows.map(toMessage), last }
  }
