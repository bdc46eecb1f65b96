import type { Database } from './open-database.ts'

interface Waiting {
  write: () => void
  resolve: () => void
  reject: (error: unknown) => void
}

/** A disk that is slow for a moment does not make everybody wait for long. */
const longestRestMs = 5

/** Runs a write in a transaction that it shares with all others of the same turn; settles once it is on disk. */
export type GroupCommit = <Result>(write: () => Result) => Promise<Result>

/**
 * One fsync serves every message of a turn of the event loop: with `synchronous=FULL` this is quicker than a
 * transaction of its own for each even without.
 */
export function createGroupCommit(database: Database): GroupCommit {
  let waiting: Waiting[] = []
  let lastEndedAt = 0
  let lastTookMs = 0

  const runTogether = database.$client.transaction((group: Waiting[]) => {
    for (const { write } of group) write()
  })

  function commit(group: Waiting[]): void {
    try {
      runTogether.immediate(group)
    } catch (error) {
      const [first] = group
      if (group.length > 1) for (const one of group) commit([one])
      else first?.reject(error)
      return
    }
    for (const { resolve } of group) resolve()
  }

  function flush(): void {
    const group = waiting
    waiting = []
    const startedAt = performance.now()
    commit(group)
    lastEndedAt = performance.now()
    lastTookMs = lastEndedAt - startedAt
  }

  /** At once where little happens; where commits follow each other they leave three quarters of the time to all else. */
  function schedule(): void {
    const restMs = lastEndedAt + Math.min(3 * lastTookMs, longestRestMs) - performance.now()
    if (restMs <= 0) setImmediate(flush)
    else setTimeout(flush, restMs)
  }

  return (write) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) schedule()
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
