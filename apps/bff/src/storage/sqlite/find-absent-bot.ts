import { inArray } from 'drizzle-orm'
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
  const existing = new Set(rows.map(({ id }) => id))
  const index = botIds.findIndex((botId) => !existing.has(botId))
  return index === -1 ? null : index
}
