import { and, desc, eq, gt, gte, lt } from 'drizzle-orm'
import { MAX } from 'uuid'
import type { ReadPortion } from '../message-index/read-portions.ts'
import { toMessage } from '../rows/message-row.ts'
import type { Database } from './open-database.ts'
import { messages } from './schema.ts'

export function createReadPortion(database: Database): ReadPortion {
  const nth = database.$client
    .prepare<[string, string, number], string>(
      'select id from messages where id > ? and id < ? order by id desc limit 1 offset ?',
    )
    .pluck()
  return async ({ after, before }, size, botId) => {
    const end = before ?? MAX
    const last = nth.get(after, end, size - 1) ?? null
    const isWithin = and(last === null ? gt(messages.id, after) : gte(messages.id, last), lt(messages.id, end))
    const rows = database
      .select()
      .from(messages)
      .where(and(isWithin, botId === null ? undefined : eq(messages.botId, botId)))
      .orderBy(desc(messages.id))
      .all()
    return { messages: rows.map(toMessage), last }
  }
}
