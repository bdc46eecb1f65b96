import { setImmediate as nextTurn } from 'node:timers/promises'
import { NIL } from 'uuid'
import type { Message } from '../../mail/sending/message.ts'

export interface IdRange {
  /** IDs are larger than this. */
  after: string
  /** And smaller than this. */
  before: string | null
}

export interface Portion {
  /** Newest first. */
  messages: Message[]
  /** The ID of the oldest message that was looked at; null if no other is left. */
  last: string | null
}

/** Looks at the newest messages of a range, as many as `size`. Returns those of the bot; of all bots, if it is null. */
export type ReadPortion = (range: IdRange, size: number, botId: string | null) => Promise<Portion>

/** Reading a row takes longer than skipping it. */
const portions = { first: 128, growth: 4, most: 2_048 }

/**
 * Messages of a range, newest first, without the index in blocks. No index lists the messages of a bot, because an entry
 * for each one would slow down sending, so this skips those of other bots.
 */
export async function* readPortions(
  readPortion: ReadPortion,
  { after, before }: IdRange,
  botId: string | null,
): AsyncGenerator<Message[]> {
  let last = before
  for (let size = portions.first; ; await nextTurn()) {
    const portion = await readPortion({ after, before: last }, size, botId)
    yield portion.messages
    if (portion.last === null) return
    last = portion.last
    if (botId !== null) size = Math.min(size * portions.growth, portions.most)
  }
}

/** The IDs of all messages of a bot. */
export async function findMessagesOf(readPortion: ReadPortion, botId: string): Promise<string[]> {
  const ids: string[] = []
  for await (const messages of readPortions(readPortion, { after: NIL, before: null }, botId))
    for (const { id } of messages) ids.push(id)
  return ids
}
