import { setImmediate as nextTurn } from 'node:timers/promises'
import type { MessageState } from '@office365-email/shared/message'
import { NIL } from 'uuid'
import type { MessageSearch } from '../../mail/search/message-search.ts'
import { wantsOfAddress } from '../../mail/search/message-terms.ts'
import type { Message } from '../../mail/sending/message.ts'
import { firstIdOf } from '../rows/first-id-of.ts'
import { buildBlocks } from './build-blocks.ts'
import { estimate, findPositions, walk } from './find-candidates.ts'
import type { Block, IndexTables } from './index-tables.ts'
import { blockSize } from './positions.ts'

/** Blocks that are compared at once. */
const comparedAtOnce = 20

/** The same search on every engine. */
export function createMessageSearch(tables: IndexTables): MessageSearch {
  return {
    async find(filter, { before, limit }) {
      const found: Message[] = []
      for await (const messages of walk(tables, filter, before)) {
        found.push(...messages)
        if (found.length >= limit) break
      }
      return found.slice(0, limit)
    },
    walk: (filter) => walk(tables, filter),
    async count(filter, limit) {
      const counts: Partial<Record<MessageState, number>> = {}
      let counted = 0
      for await (const messages of walk(tables, filter))
        for (const { state } of messages) {
          if (counted === limit) return counts
          counts[state] = (counts[state] ?? 0) + 1
          counted += 1
        }
      return counts
    },
    estimate: (filter) => estimate(tables, filter),
    async indexSome(storedBefore) {
      const [newest] = await tables.listBlocks(null, 1)
      const after = newest?.lastId ?? NIL
      const messages = await tables.readOldest(after, firstIdOf(storedBefore.getTime()), blockSize)
      const last = messages.at(-1)
      if (!last || messages.length < blockSize) return false
      await tables.replaceBlock(null, buildBlocks(messages, after, last.id))
      return true
    },
    async renewSome(after) {
      const start = after instanceof Date ? firstIdOf(after.getTime()) : after
      const compared = await tables.compareBlocks(start, comparedAtOnce)
      for (const { present, ...block } of compared) {
        if (present === block.size) continue
        const messages = await tables.readOldest(block.afterId, block.lastId, present + blockSize)
        await tables.replaceBlock(block, buildBlocks(messages, block.afterId, block.lastId))
        await nextTurn()
      }
      return compared.at(-1)?.afterId ?? null
    },
    async forgetSome(address, before) {
      const blocks = await tables.listBlocks(before, comparedAtOnce)
      const naming = new Map<number, Block>()
      for (const wants of wantsOfAddress(address))
        for (const { block } of await findPositions(tables, blocks, wants)) naming.set(block.id, block)
      for (const block of naming.values()) {
        const messages = await tables.readOldest(block.afterId, block.lastId, block.size + blockSize)
        await tables.replaceBlock(block, buildBlocks(messages, block.afterId, block.lastId))
        await nextTurn()
      }
      return blocks.at(-1)?.afterId ?? null
    },
  }
}
