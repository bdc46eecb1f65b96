import { LRUCache } from 'lru-cache'
import type { Database } from './open-database.ts'

/** Enough for the bots that are busy at a time. */
const maxRows = 4_000
/** So long what another process changed may still be unknown here. */
const checkEveryMs = 20

/** Rows as they are now, without asking the database each time. */
export interface RowCache<Row> {
  get(key: string, load: () => Row): Row
}

/** A table, and the column of it that names the rows which a change concerns. */
export interface CachedTable {
  table: string
  column: string
  /** The columns that matter here; all of them, if left out. */
  watched?: string[]
}

/**
 * What this connection writes empties the entry by trigger, so that no writer can forget to; what another process
 * writes, such as the operator's commands, shows in `data_version` and empties everything.
 */
export function createRowCaches({ $client }: Database) {
  const caches: { clear(): void }[] = []
  const readVersion = $client.prepare('pragma data_version').pluck()
  let version = readVersion.get()
  let checkedAt = performance.now()

  function forgetWhatOthersChanged(): void {
    const now = performance.now()
    if (now - checkedAt < checkEveryMs) return
    checkedAt = now
    const current = readVersion.get()
    if (current === version) return
    version = current
    for (const cache of caches) cache.clear()
  }

  function watch({ table, column, watched }: CachedTable, functionName: string): void {
    for (const [event, row, columns] of [
      ['insert', 'new', ''],
      ['update', 'old', watched ? ` of ${watched.join(', ')}` : ''],
      ['delete', 'old', ''],
    ] as const)
      $client.exec(
        `create temp trigger ${functionName}_${table}_${event} after ${event}${columns} on main.${table}
         begin select ${functionName}(${row}.${column}); end`,
      )
  }

  return {
    create<Row>(name: string, tables: CachedTable[]): RowCache<Row> {
      const rows = new LRUCache<string, { row: Row }, () => Row>({
        max: maxRows,
        memoMethod: (_key, _stale, { context: load }) => ({ row: load() }),
      })
      caches.push(rows)
      const functionName = `forget_${name}`
      $client.function(functionName, (key: unknown) => {
        rows.delete(String(key))
        return null
      })
      for (const table of tables) watch(table, functionName)
      return {
        get(key, load) {
          forgetWhatOthersChanged()
          return rows.memo(key, { context: load }).row
        },
      }
    },
  }
}

export type RowCaches = ReturnType<typeof createRowCaches>
