import { inArray } from 'drizzle-orm'
import { indexOfAbsentBot } from '../../shell/bots/absent-bot.ts'
import type { Database } from './open-database.ts'
import { bots } from './schema.ts'

/** Returns the index of the first bot that does not exist; null if all exist. */
export function findAbsentBot(reader: Pick<Database, 'select'>, botIds: 'all' | readonly string[]): number | null {
  if (botIds === 'all' || botIds.length === 0) return null
  const rows = reader
    .select({ id: bots.id })
    .from(bots)
    .where(inArray(bots.id, [...botIds]))
    .all()
  return indexOfAbsentBot(botIds, rows)
}
