import { inArray } from 'drizzle-orm'
import { indexOfAbsentBot } from '../../shell/bots/absent-bot.ts'
import type { Executor } from './open-database.ts'
import { bots } from './schema.ts'

/** Returns the index of the first bot that does not exist; null if all exist. */
export async function findAbsentBot({ orm }: Executor, botIds: 'all' | readonly string[]): Promise<number | null> {
  if (botIds === 'all' || botIds.length === 0) return null
  const existing = await orm
    .select({ id: bots.id })
    .from(bots)
    .where(inArray(bots.id, [...botIds]))
  return indexOfAbsentBot(botIds, existing)
}
