import { and, asc, desc, gt, inArray, lte } from 'drizzle-orm'
import { NIL } from 'uuid'
import type { MessageSearch } from '../../mail/search/message-search.ts'
import { createMessageSearch } from '../message-index/create-message-search.ts'
import type { Block, IndexTables, Positions } from '../message-index/index-tables.ts'
import { idBytes } from '../message-index/message-ids.ts'
import { toMessage } from '../rows/message-row.ts'
import type { Database } from './open-database.ts'
import { createPortionReaders } from './portion-readers.ts'
import { messages } from './schema.ts'

const block = 'id, after_id as "afterId", last_id as "lastId", size'

const newestBlocks = `select ${block} from message_blocks order by after_id desc limit $1`

// For each block, the primary key has contiguous ranges of terms. The offset keeps PostgreSQL from reading the table.
// All of them are one value, because a row takes the driver longer to read than the server to find.
const readPositions = `
  select string_agg(int4send(wanted.block)
    || int2send(octet_length(found.term)::int2) || convert_to(found.term, 'UTF8')
    || int2send(octet_length(found.positions)::int2) || found.positions, '') as packed
  from unnest($1::int[]) as wanted (block) cross join unnest($2::text[], $3::text[]) as range (first, last)
  cross join lateral (
    select term, positions from message_terms
    where message_terms.block = wanted.block and term >= range.first and term <= range.last offset 0) as found`

/** What `readPositions` has packed. */
function* unpack(packed: Buffer): Generator<Positions> {
  for (let at = 0; at < packed.length; ) {
    const termAt = at + 6
    const positionsAt = termAt + packed.readUInt16BE(at + 4) + 2
    const end = positionsAt + packed.readUInt16BE(positionsAt - 2)
    yield {
      block: packed.readInt32BE(at),
      term: packed.toString('utf8', termAt, positionsAt - 2),
      positions: packed.subarray(positionsAt, end),
    }
    at = end
  }
}

// The column is stored uncompressed, so PostgreSQL reads only these parts of it.
const readIds = `
  select id as block, substring(ids from part.start for part.length) as ids
  from unnest($1::int[], $2::int[], $3::int[]) as part (block, start, length)
  join message_blocks on message_blocks.id = part.block`

const compareBlocks = `
  select ${block}, (select count(*) from messages where messages.id > after_id and messages.id <= last_id) as present
  from message_blocks where after_id >= $1 and ($2::uuid is null or after_id > $2) order by after_id limit $3`

function createIndexTables(database: Database): IndexTables {
  const { orm, query, transaction } = database
  return {
    async listBlocks(before, limit) {
      return before === null
        ? await query<Block>(newestBlocks, [limit])
        : await query<Block>(
            `select ${block} from message_blocks where after_id < $1 order by after_id desc limit $2`,
            [before, limit],
          )
    },
    async countBlocks(blocks) {
      const [row] = await query<{ count: number }>('select count(*) from message_blocks where id = any($1::int[])', [
        blocks,
      ])
      return row?.count ?? 0
    },
    async readPositions(blocks, ranges) {
      const [row] = await query<{ packed: Buffer | null }>(readPositions, [
        blocks,
        ranges.map(({ first }) => first),
        ranges.map(({ last }) => last),
      ])
      return row?.packed ? [...unpack(row.packed)] : []
    },
    async readIds(parts) {
      return await query(readIds, [
        parts.map(({ block }) => block),
        parts.map(({ first }) => first * idBytes + 1),
        parts.map(({ count }) => count * idBytes),
      ])
    },
    async readMessages(ids) {
      if (ids.length === 0) return []
      const rows = await orm
        .select()
        .from(messages)
        .where(inArray(messages.id, [...ids]))
        .orderBy(desc(messages.id))
      return rows.map(toMessage)
    },
    readPortion: createPortionReaders(database).readPortion,
    async readOldest(after, upTo, limit) {
      const rows = await orm
        .select()
        .from(messages)
        .where(and(gt(messages.id, after), lte(messages.id, upTo)))
        .orderBy(asc(messages.id))
        .limit(limit)
      return rows.map(toMessage)
    },
    async compareBlocks(after, limit) {
      return await query(compareBlocks, [NIL, after, limit])
    },
    async replaceBlock(old, blocks) {
      await transaction(async (open) => {
        if (old && (await open.query('delete from message_blocks where id = $1 returning 1', [old.id])).length === 0)
          return
        if (old) await open.query('delete from message_terms where block = $1', [old.id])
        else {
          const [newest] = await open.query<Block>(newestBlocks, [1])
          if ((newest?.lastId ?? NIL) !== blocks[0]?.afterId) return
        }
        for (const { afterId, lastId, size, ids, terms } of blocks) {
          const [added] = await open.query<{ id: number }>(
            'insert into message_blocks (after_id, last_id, size, ids) values ($1, $2, $3, $4) returning id',
            [afterId, lastId, size, ids],
          )
          await open.query(
            'insert into message_terms (block, term, positions) select $1, * from unnest($2::text[], $3::bytea[])',
            [added?.id, [...terms.keys()], [...terms.values()]],
          )
        }
      }, 'read committed')
    },
  }
}

export const createPostgresMessageSearch = (database: Database): MessageSearch =>
  createMessageSearch(createIndexTables(database))
