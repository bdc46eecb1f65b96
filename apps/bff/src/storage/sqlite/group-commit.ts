import SQLite from 'better-sqlite3'
import type { Database } from './open-database.ts'

interface Waiting {
  write: () => void
  resolve: () => void
  reject: (error: unknown) => void
}

/** A group is committed after this time, even if more writes keep arriving. */
const longestWaitMs = 1.5

/** Such an error comes from one write. Any other, such as a full disk or a lock, affects the whole group. */
const concernsOne = (error: unknown): boolean =>
  !(error instanceof SQLite.SqliteError) || error.code.startsWith('SQLITE_CONSTRAINT')

/** Runs a write in a transaction that it shares with other writes at about the same time. Resolves when it is on disk. */
export type GroupCommit = <Result>(write: () => Result) => Promise<Result>

/**
 * One fsync serves many messages, which with `synchronous=FULL` is faster than a transaction for each without it.
 * A group is committed when a turn of the event loop adds no write, so it grows with the load and never waits idly.
 */
export function createGroupCommit(database: Database): GroupCommit {
  let waiting: Waiting[] = []
  let openedAt = 0
  let sizeAtLastTurn = 0

  const runTogether = database.$client.transaction((group: Waiting[]) => {
    for (const { write } of group) write()
  })

  function commit(group: Waiting[]): void {
    try {
      runTogether.immediate(group)
    } catch (error) {
      if (group.length > 1 && concernsOne(error)) for (const one of group) commit([one])
      else for (const { reject } of group) reject(error)
      return
    }
    for (const { resolve } of group) resolve()
  }

  function flush(): void {
    const group = waiting
    waiting = []
    commit(group)
  }

  function turn(): void {
    const isQuiet = waiting.length === sizeAtLastTurn
    sizeAtLastTurn = waiting.length
    if (isQuiet || performance.now() - openedAt >= longestWaitMs) flush()
    else setImmediate(turn)
  }

  function open(): void {
    openedAt = performance.now()
    sizeAtLastTurn = 0
    setImmediate(turn)
  }

  return (write) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) open()
      let result: { value: ReturnType<typeof write> } | null = null
      waiting.push({
        write: () => {
          result = { value: write() }
        },
        resolve: () => result && resolve(result.value),
        reject,
      })
    })
}
