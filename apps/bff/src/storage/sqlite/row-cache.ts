import { LRUCache } from 'lru-cache'
import type { Database } from './open-database.ts'

/** Enough for the bots that are busy at the same time. */
const maxRows = 4_000
/** A change by another process may stay unseen for this long. */
const checkEveryMs = 20

/** Current rows, without a query each time. */
export interface RowCache<Row> {
  get(key: string, load: () => Row): Row
}

/** A table, and the column with the cache key of the changed row. */
export interface CachedTable {
  table: string
  column: string
  /** The columns whose change matters; all columns by default. */
  watched?: string[]
}

/**
 * Triggers clear an entry when this connection writes its row, so that no code can forget to. A write by another
 * process, such as an operator's command, changes `data_version` and clears everything.
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
      const rows = new LRUCache<string, { row: Row }>({ max: maxRows })
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
          const known = rows.get(key)
          if (known) return known.row
          const row = load()
          rows.set(key, { row })
          return row
        },
      }
    },
  }
}

export type RowCaches = ReturnType<typeof createRowCaches>
