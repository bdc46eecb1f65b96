import type SQLite from 'better-sqlite3'
import { exitCodes, StartupError } from '../../ground/exit-codes.ts'
import type { StorageFaults } from '../storage.ts'

/** After these errors the kernel's cache may differ from the disk, so a later successful flush proves nothing. */
const losesWrites = /^SQLITE_IOERR_(WRITE|FSYNC|DIR_FSYNC|TRUNCATE|CORRUPTFS)$/
const isDamaged = /^SQLITE_(CORRUPT|NOTADB)/

/** Returns why the process must end; null for a fault that may pass, such as a full disk or a lock. */
function readFault(error: unknown): StartupError | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (losesWrites.test(code))
    return new StartupError(
      exitCodes.storageUnavailable,
      `The disk did not keep what was written to the database (${code}). Check the disk, then start the server again.`,
    )
  if (isDamaged.test(code))
    return new StartupError(exitCodes.dataDamaged, `The database is damaged (${code}). Restore the latest backup.`)
  return null
}

/**
 * If a failed commit's frames reached the log despite the failed flush, SQLite recovers the commit at the next opening,
 * and a message that was refused would be sent after all. An empty commit overwrites these frames.
 */
function overwriteFailedCommit(pragma: SQLite.Database['pragma']): void {
  try {
    pragma('synchronous = off')
    const version = Number(pragma('user_version', { simple: true }))
    pragma(`user_version = ${version}`)
  } catch {
    // If the disk accepts no writes, it did not accept the failed commit either.
  }
}

/** After the first fault that a retry cannot fix, every use of this connection fails, so that nothing is retried. */
export function watchFaults(client: SQLite.Database): StorageFaults & {
  /** Takes an error of another connection. */
  note: (error: unknown) => void
} {
  const { promise: happened, resolve } = Promise.withResolvers<StartupError>()
  const pragma = client.pragma.bind(client)
  const exec = client.exec.bind(client)
  const prepare = client.prepare.bind(client)
  const transaction = client.transaction.bind(client)
  let first: { fault: StartupError; error: unknown } | null = null

  function note(error: unknown): void {
    const fault = first ? null : readFault(error)
    if (!fault) return
    first = { fault, error }
    resolve(fault)
  }

  const watched =
    <Given extends unknown[], Result>(work: (...given: Given) => Result) =>
    (...given: Given): Result => {
      if (first) throw first.error
      try {
        return work(...given)
      } catch (error) {
        note(error)
        throw error
      }
    }

  function watchStatement(statement: SQLite.Statement): SQLite.Statement {
    return Object.assign(statement, {
      run: watched(statement.run.bind(statement)),
      get: watched(statement.get.bind(statement)),
      all: watched(statement.all.bind(statement)),
    })
  }

  Object.assign(client, {
    pragma: watched(pragma),
    exec: watched(exec),
    prepare: watched((source: string) => watchStatement(prepare(source))),
    transaction(work: Parameters<typeof transaction>[0]) {
      const inner = transaction(work)
      return Object.assign(watched(inner), {
        deferred: watched(inner.deferred.bind(inner)),
        immediate: watched(inner.immediate.bind(inner)),
        exclusive: watched(inner.exclusive.bind(inner)),
      })
    },
  })

  void happened.then(({ exitCode }) => {
    if (exitCode === exitCodes.storageUnavailable) overwriteFailedCommit(pragma)
  })
  return { current: () => first?.fault ?? null, happened, note }
}
