import { termsOf } from '../../mail/search/message-terms.ts'
import type { Message } from '../../mail/sending/message.ts'
import type { NewBlock } from './index-tables.ts'
import { writeIds } from './message-ids.ts'
import { blockSize, writePositions } from './positions.ts'

function buildBlock(messages: readonly Message[], afterId: string, lastId: string): NewBlock {
  const positionsOf = new Map<string, number[]>()
  for (const [position, message] of messages.entries())
    for (const term of termsOf(message)) {
      const positions = positionsOf.get(term)
      if (positions) positions.push(position)
      else positionsOf.set(term, [position])
    }
  return {
    afterId,
    lastId,
    size: messages.length,
    ids: writeIds(messages.map(({ id }) => id)),
    terms: new Map(Array.from(positionsOf, ([term, positions]) => [term, writePositions(positions)])),
  }
}

/** Blocks of these messages, which are all that have IDs after the first and up to the second one. */
export function buildBlocks(messages: readonly Message[], afterId: string, upTo: string): NewBlock[] {
  const blocks: NewBlock[] = []
  let after = afterId
  for (let start = 0; start < messages.length; start += blockSize) {
    const some = messages.slice(start, start + blockSize)
    const isLast = start + blockSize >= messages.length
    const last = isLast ? upTo : (some.at(-1)?.id ?? upTo)
    blocks.push(buildBlock(some, after, last))
    after = last
  }
  return blocks
}
