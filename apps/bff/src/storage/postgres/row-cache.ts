import { LRUCache } from 'lru-cache'
import type { Database } from './open-database.ts'

/** Enough for the bots that are busy at the same time. */
const maxRows = 4_000
/** A change whose commit waited longer than a poll looks back may not be noticed. */
const longestMs = 60_000
const pollEveryMs = 250
/** How far back a poll looks. Changes become visible in another order than they were made. */
const windowSeconds = 60
/** Without a successful poll for this long, rows are read from the database each time. */
const trustedMs = 1_000

/** Rows without a query each time. A change by another server is seen within a second. */
export interface RowCache<Row> {
  get(key: string): Promise<Row>
}

/**
 * Triggers note every change of a cached table (`cache_changes`). Each server reads the notes four times a second and
 * forgets all rows when there is a new one. LISTEN and NOTIFY would take a lock that every commit of the database waits
 * for.
 */
export function createRowCaches(database: Database) {
  const caches: { clear(): void; delete(key: string): void }[] = []
  let known = new Set<number>()
  let polledAt = Number.NEGATIVE_INFINITY
  /** Changes whenever rows are forgotten, so that a row that was read before is not kept afterward. */
  let generation = 0
  let running: Promise<void> | null = null

  function clear(): void {
    generation += 1
    for (const cache of caches) cache.clear()
  }

  async function poll(): Promise<void> {
    const startedAt = performance.now()
    const rows = await database.query<{ id: number }>(
      `select id from cache_changes where at > clock_timestamp() - ${windowSeconds} * interval '1 second'`,
    )
    const isLate = startedAt - polledAt > (windowSeconds / 2) * 1_000
    if (isLate || rows.some(({ id }) => !known.has(id))) clear()
    known = new Set(rows.map(({ id }) => id))
    polledAt = startedAt
  }

  const timer = setInterval(() => {
    running ??= poll()
      .catch(() => undefined)
      .finally(() => {
        running = null
      })
  }, pollEveryMs)
  timer.unref()

  return {
    create<Row extends object>(load: (key: string) => Promise<Row | null>): RowCache<Row | null> {
      const rows = new LRUCache<string, { row: Row | null }>({ max: maxRows, ttl: longestMs })
      caches.push(rows)
      return {
        async get(key) {
          if (performance.now() - polledAt > trustedMs) return await load(key)
          const known = rows.get(key)
          if (known) return known.row
          const before = generation
          const row = await load(key)
          if (before === generation) rows.set(key, { row })
          return row
        },
      }
    },
    /** Call it after this server changed a row. Several caches have rows of the same table, so all forget the key. */
    forget(key: string): void {
      generation += 1
      for (const cache of caches) cache.delete(key)
    },
    /** Forgets everything that this server keeps. */
    clear,
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

export type RowCaches = ReturnType<typeof createRowCaches>
