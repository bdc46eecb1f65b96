import { setImmediate as nextTurn } from 'node:timers/promises'
import { NIL } from 'uuid'

export interface IdRange {
  /** IDs are larger than this. */
  after: string
  /** And smaller than this. */
  before: string | null
}

export interface Portion<Row> {
  /** Newest first. */
  rows: Row[]
  /** The ID of the oldest message that was looked at; null if no other is left. */
  last: string | null
}

/** Looks at the newest messages of a range, as many as `size`. Returns those of the bot; of all bots, if it is null. */
export type ReadPortion<Row> = (range: IdRange, size: number, botId: string | null) => Promise<Portion<Row>>

/** A portion may be larger if it skips most of its rows, because that takes less time than reading them. */
const portions = { first: 128, growth: 4, most: 2_048 }

/**
 * Messages of a range, newest first, without the index in blocks. No index lists the messages of a bot, because an entry
 * for each one would slow down sending, so this skips those of other bots.
 */
export async function* readPortions<Row>(
  readPortion: ReadPortion<Row>,
  { after, before }: IdRange,
  botId: string | null,
): AsyncGenerator<Row[]> {
  let last = before
  for (let size = portions.first; ; await nextTurn()) {
    const portion = await readPortion({ after, before: last }, size, botId)
    yield portion.rows
    if (portion.last === null) return
    last = portion.last
    const skipsMost = portion.rows.length * portions.growth <= size
    size = skipsMost ? Math.min(size * portions.growth, portions.most) : portions.first
  }
}

/** The IDs of all messages of a bot. */
export async function findIdsOf(readIds: ReadPortion<string>, botId: string): Promise<string[]> {
  const found: string[] = []
  for await (const ids of readPortions(readIds, { after: NIL, before: null }, botId))
    for (const id of ids) found.push(id)
  return found
}
