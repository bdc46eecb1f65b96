import { setImmediate as nextTurn } from 'node:timers/promises'
import { NIL } from 'uuid'
import { createMatcher, type MessageFilter } from '../../mail/search/message-filter.ts'
import { type Want, wantsOf } from '../../mail/search/message-terms.ts'
import type { Message } from '../../mail/sending/message.ts'
import { firstIdOf } from '../rows/first-id-of.ts'
import type { Block, IndexTables } from './index-tables.ts'
import { readId } from './message-ids.ts'
import { PositionSet } from './positions.ts'
import { type IdRange, readPortions } from './read-portions.ts'

/** The time of an ID and the time of its message may differ by this much: the ID is made later. */
const idToleranceMs = 10 * 60_000
/** A first round of few blocks answers most searches; later ones are larger. */
const blocksPerRound = { first: 16, growth: 32, most: 512 }
/** Messages that are read at once. */
const batchSize = 128
/** Lists of IDs that are read at once. */
const idListsAtOnce = 64

/** Where the term ranges of a want occur in each block. */
async function readWant(tables: IndexTables, blocks: readonly number[], want: Want): Promise<Map<number, PositionSet>> {
  const found = new Map<number, PositionSet>()
  for (const { block, term, positions } of await tables.readPositions(blocks, want.ranges)) {
    if (want.accepts && !want.accepts(term)) continue
    const set = found.get(block) ?? new PositionSet()
    set.add(positions)
    found.set(block, set)
  }
  return found
}

/** The positions that have all wanted terms, of blocks that have any. */
export async function findPositions(
  tables: IndexTables,
  blocks: readonly Block[],
  wants: readonly Want[],
): Promise<{ block: Block; positions: number[] }[]> {
  let left = new Map(blocks.map((block) => [block.id, wants.length === 0 ? PositionSet.all(block.size) : null]))
  for (const want of wants) {
    if (left.size === 0) break
    const found = await readWant(tables, [...left.keys()], want)
    const both = new Map<number, PositionSet | null>()
    for (const [block, set] of found) {
      const before = left.get(block)
      if (before) set.keepOnly(before)
      both.set(block, set)
    }
    left = both
  }
  return blocks.flatMap((block) => {
    const positions = left.get(block.id)?.newestFirst() ?? []
    return positions.length > 0 ? [{ block, positions }] : []
  })
}

type Hit = Awaited<ReturnType<typeof findPositions>>[number]

/** Hits whose messages are read together. */
function* inGroups(hits: readonly Hit[]): Generator<Hit[]> {
  let group: Hit[] = []
  let candidates = 0
  for (const hit of hits) {
    group.push(hit)
    candidates += hit.positions.length
    if (group.length < idListsAtOnce && candidates < batchSize) continue
    yield group
    group = []
    candidates = 0
  }
  if (group.length > 0) yield group
}

/** Null if a block was replaced in the meantime. */
async function readCandidates(tables: IndexTables, group: readonly Hit[]): Promise<string[] | null> {
  const parts = group.map(({ block, positions }) => {
    const first = positions.at(-1) ?? 0
    return { block: block.id, first, count: (positions[0] ?? 0) - first + 1 }
  })
  const lists = await tables.readIds(parts)
  if (lists.length < group.length) return null
  const idsOf = new Map(lists.map(({ block, ids }) => [block, ids]))
  return group.flatMap(({ block, positions }, index) => {
    const ids = idsOf.get(block.id)
    return ids ? positions.map((position) => readId(ids, position - (parts[index]?.first ?? 0))) : []
  })
}

const boundsOf = ({ from, to }: MessageFilter, cursor: string | undefined): IdRange => {
  const end = to === null ? null : firstIdOf(to + idToleranceMs)
  return {
    after: from === null ? NIL : firstIdOf(from - idToleranceMs),
    before: cursor !== undefined && (end === null || cursor < end) ? cursor : end,
  }
}

/** The bot, if the filter selects messages of only one. */
const onlyBot = ({ bots }: MessageFilter): string | null =>
  bots === 'all' || bots.length !== 1 ? null : (bots[0] ?? null)

/** What is indexed up to this ID has to be read from blocks. */
async function findIndexed(tables: IndexTables, { after, before }: IdRange): Promise<{ rest: string; upTo: string }> {
  const [newest] = await tables.listBlocks(null, 1)
  const lastId = newest?.lastId ?? NIL
  return {
    rest: lastId > after ? lastId : after,
    // A block that is added in the meantime begins here, and is left out.
    upTo: before !== null && before < lastId ? before : lastId,
  }
}

/** All messages that match, newest first, in the portions in which they were found. */
export async function* walk(tables: IndexTables, filter: MessageFilter, cursor?: string): AsyncGenerator<Message[]> {
  const matches = createMatcher(filter)
  const bounds = boundsOf(filter, cursor)
  const { after, before } = bounds
  const indexed = await findIndexed(tables, bounds)
  const notIndexed = { after: indexed.rest, before }
  for await (const messages of readPortions(tables.readPortion, notIndexed, onlyBot(filter)))
    yield messages.filter(matches)

  const wants = wantsOf(filter)
  let { upTo } = indexed
  for (let limit = blocksPerRound.first; ; limit = Math.min(limit * blocksPerRound.growth, blocksPerRound.most)) {
    const blocks = (await tables.listBlocks(upTo, limit)).filter(({ lastId }) => lastId > after)
    if (blocks.length === 0) return
    const hits = await findPositions(tables, blocks, wants)
    // A search that continues with what it has read of a replaced block would miss messages, so it reads again.
    if ((await tables.countBlocks(blocks.map(({ id }) => id))) < blocks.length) continue
    let isCurrent = true
    for (const group of inGroups(hits)) {
      const candidates = await readCandidates(tables, group)
      isCurrent = candidates !== null
      if (candidates === null) break
      const ids = candidates.filter((id) => id > after && (before === null || id < before))
      for (let start = 0; start < ids.length; start += batchSize)
        yield (await tables.readMessages(ids.slice(start, start + batchSize))).filter(matches)
      upTo = group.at(-1)?.block.afterId ?? upTo
    }
    if (isCurrent) upTo = blocks.at(-1)?.afterId ?? upTo
    await nextTurn()
  }
}

/** About how many messages match. Of those that are indexed, it counts how many have all terms. */
export async function estimate(tables: IndexTables, filter: MessageFilter): Promise<number> {
  const matches = createMatcher(filter)
  const bounds = boundsOf(filter, undefined)
  const indexed = await findIndexed(tables, bounds)
  let sum = 0
  const notIndexed = { after: indexed.rest, before: bounds.before }
  for await (const messages of readPortions(tables.readPortion, notIndexed, onlyBot(filter)))
    sum += messages.filter(matches).length
  const wants = wantsOf(filter)
  let { upTo } = indexed
  for (;;) {
    const listed = await tables.listBlocks(upTo, blocksPerRound.most)
    const blocks = listed.filter(({ lastId }) => lastId > bounds.after)
    if (blocks.length === 0) return sum
    for (const { positions } of await findPositions(tables, blocks, wants)) sum += positions.length
    upTo = blocks.at(-1)?.afterId ?? upTo
    await nextTurn()
  }
}
