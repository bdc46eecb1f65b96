import { and, asc, desc, gt, inArray, lte } from 'drizzle-orm'
import { NIL } from 'uuid'
import type { MessageSearch } from '../../mail/search/message-search.ts'
import { createMessageSearch } from '../message-index/create-message-search.ts'
import type { Block, IndexTables, NewBlock, Positions } from '../message-index/index-tables.ts'
import { idBytes } from '../message-index/message-ids.ts'
import { toMessage } from '../rows/message-row.ts'
import type { Database } from './open-database.ts'
import { createPortionReaders } from './portion-readers.ts'
import { messages } from './schema.ts'

const block = 'id, after_id as afterId, last_id as lastId, size'

function createIndexTables(database: Database): IndexTables {
  const { $client } = database
  const newestBlocks = $client.prepare<[number], Block>(
    `select ${block} from message_blocks order by after_id desc limit ?`,
  )
  const olderBlocks = $client.prepare<[string, number], Block>(
    `select ${block} from message_blocks where after_id < ? order by after_id desc limit ?`,
  )
  const countBlocks = $client
    .prepare<[string], number>('select count(*) from message_blocks where id in (select value from json_each(?))')
    .pluck()
  // The order of the two tables is fixed: few blocks are asked for, and each has a contiguous range of terms.
  const readPositions = $client.prepare<[string, string, string], Positions>(
    `select block, term, positions from json_each(?) as wanted cross join message_terms
     where block = wanted.value and term >= ? and term <= ?`,
  )
  const readIds = $client.prepare<[string], { block: number; ids: Uint8Array }>(
    `select message_blocks.id as block, substr(ids, (part.value ->> 1) * ${idBytes} + 1, (part.value ->> 2) * ${idBytes}) as ids
     from json_each(?) as part cross join message_blocks where message_blocks.id = part.value ->> 0`,
  )
  const compareBlocks = $client.prepare<[string, number], Block & { present: number }>(
    `select ${block}, (select count(*) from messages where id > after_id and id <= last_id) as present
     from message_blocks where after_id > ? order by after_id limit ?`,
  )
  const removeBlock = $client.prepare('delete from message_blocks where id = ?')
  const removeTerms = $client.prepare('delete from message_terms where block = ?')
  const addBlock = $client.prepare('insert into message_blocks (after_id, last_id, size, ids) values (?, ?, ?, ?)')
  const addTerm = $client.prepare('insert into message_terms (block, term, positions) values (?, ?, ?)')
  const replace = $client.transaction((old: Block | null, blocks: readonly NewBlock[]) => {
    if (old && removeBlock.run(old.id).changes === 0) return
    if (!old && (newestBlocks.get(1)?.lastId ?? NIL) !== blocks[0]?.afterId) return
    if (old) removeTerms.run(old.id)
    for (const { afterId, lastId, size, ids, terms } of blocks) {
      const { lastInsertRowid } = addBlock.run(afterId, lastId, size, ids)
      // In order, so that each entry is added next to the one before.
      for (const term of [...terms.keys()].sort()) addTerm.run(lastInsertRowid, term, terms.get(term))
    }
  })

  return {
    async listBlocks(before, limit) {
      return before === null ? newestBlocks.all(limit) : olderBlocks.all(before, limit)
    },
    async countBlocks(blocks) {
      return countBlocks.get(JSON.stringify(blocks)) ?? 0
    },
    async readPositions(blocks, ranges) {
      const wanted = JSON.stringify(blocks)
      return ranges.flatMap(({ first, last }) => readPositions.all(wanted, first, last))
    },
    async readIds(parts) {
      return readIds.all(JSON.stringify(parts.map(({ block, first, count }) => [block, first, count])))
    },
    async readMessages(ids) {
      if (ids.length === 0) return []
      const rows = database
        .select()
        .from(messages)
        .where(inArray(messages.id, [...ids]))
      return rows.orderBy(desc(messages.id)).all().map(toMessage)
    },
    readPortion: createPortionReaders(database).readPortion,
    async readOldest(after, upTo, limit) {
      return database
        .select()
        .from(messages)
        .where(and(gt(messages.id, after), lte(messages.id, upTo)))
        .orderBy(asc(messages.id))
        .limit(limit)
        .all()
        .map(toMessage)
    },
    async compareBlocks(after, limit) {
      return compareBlocks.all(after ?? '', limit)
    },
    async replaceBlock(old, blocks) {
      replace.immediate(old, blocks)
    },
  }
}

export const createSqliteMessageSearch = (database: Database): MessageSearch =>
  createMessageSearch(createIndexTables(database))
