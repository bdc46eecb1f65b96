import { closeSync, fdatasync, openSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { promisify } from 'node:util'
import SQLite from 'better-sqlite3'
import type { Database } from './open-database.ts'

interface Waiting {
  write: () => void
  resolve: () => void
  reject: (error: unknown) => void
}

/** So long at most writes wait for others to come, however many come. */
const longestWaitMs = 8
/** Turns of the event loop without a new write after which no more is to be expected. */
const quietTurns = 2

const fdatasyncAsync = promisify(fdatasync)

/** Told of one write by itself; whatever else fails, a full disk or a lock for one, fails for all alike. */
const concernsOne = (error: unknown): boolean =>
  !(error instanceof SQLite.SqliteError) || error.code.startsWith('SQLITE_CONSTRAINT')

/** Runs a write in a transaction that it shares with others of about the same time; settles once it is on disk. */
export type Commit = <Result>(write: () => Result) => Promise<Result>

export interface GroupCommit {
  commit: Commit
  /** Not after a flush has failed: Linux takes what it could not write for written, so that only a new start helps. */
  isSound(): boolean
  close(): Promise<void>
}

/**
 * One flush to the disk serves many messages: quicker than a transaction of its own for each even without any flush. A
 * group is closed as soon as a turn of the event loop brings no further write, so that it grows with the load and nobody
 * waits while there is nothing else to do.
 *
 * SQLite itself would flush within the commit (`synchronous=FULL`) and hold up everything else meanwhile. So a group is
 * committed without, and the write-ahead log is flushed by a thread of libuv before anybody is told: what `FULL` adds to
 * `NORMAL` is this very flush (sqlite.org/pragma.html#pragma_synchronous).
 */
export function createGroupCommit({ $client }: Database, flush = fdatasyncAsync): GroupCommit {
  // Closing it drops no lock of SQLite's: those are on the database and its index, never on the log.
  const log = openSync(`${$client.name}-wal`, 'r+')
  let waiting: Waiting[] = []
  let running: Promise<void> | null = null
  let flushFailure: Error | null = null

  const runTogether = $client.transaction((group: Waiting[]) => {
    for (const { write } of group) write()
  })

  /** Answers those that are written, and refuses the others. */
  function write(group: Waiting[]): Waiting[] {
    try {
      runTogether.immediate(group)
      return group
    } catch (error) {
      if (group.length > 1 && concernsOne(error)) return group.flatMap((one) => write([one]))
      for (const { reject } of group) reject(error)
      return []
    }
  }

  function writeUnflushed(group: Waiting[]): Waiting[] {
    $client.exec('pragma synchronous = NORMAL')
    try {
      return write(group)
    } finally {
      $client.exec('pragma synchronous = FULL')
    }
  }

  async function gather(): Promise<Waiting[]> {
    const openedAt = performance.now()
    for (let quiet = 0; quiet < quietTurns && performance.now() - openedAt < longestWaitMs; ) {
      const { length } = waiting
      await nextTurn()
      quiet = waiting.length === length ? quiet + 1 : 0
    }
    const group = waiting
    waiting = []
    return group
  }

  async function run(): Promise<void> {
    while (waiting.length > 0 && !flushFailure) {
      const written = writeUnflushed(await gather())
      try {
        if (written.length > 0) await flush(log)
      } catch (cause) {
        flushFailure = Object.assign(new SQLite.SqliteError('The log was not flushed', 'SQLITE_IOERR_FSYNC'), { cause })
      }
      for (const { resolve, reject } of written) {
        if (flushFailure) reject(flushFailure)
        else resolve()
      }
    }
    for (const { reject } of waiting.splice(0)) reject(flushFailure)
    running = null
  }

  return {
    commit: (write) =>
      new Promise((resolve, reject) => {
        if (flushFailure) throw flushFailure
        let result: { value: ReturnType<typeof write> } | null = null
        waiting.push({
          write: () => {
            result = { value: write() }
          },
          resolve: () => result && resolve(result.value),
          reject,
        })
        running ??= run()
      }),
    isSound: () => flushFailure === null,
    async close() {
      await running
      closeSync(log)
    },
  }
}
