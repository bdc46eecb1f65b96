import { realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { exitCodes, StartupError } from '../../ground/exit-codes.ts'
import { readStats } from '../../ground/file-owner.ts'
import { makeFolder } from '../../ground/make-folder.ts'
import { toStartupError } from './open-database.ts'

/** A server that is stopping or restarting may still be finishing. */
const waitMs = 5_000

/**
 * Keeps every other server out until the returned function is called or this process ends in any way, because the
 * operating system releases the lock. The lock is on a separate file, so that operator commands can use the database.
 */
export function lockDatabase(file: string): () => void {
  try {
    makeFolder(dirname(file))
    const umask = process.umask(0o077)
    const lock = new SQLite(`${readStats(file) ? realpathSync(file) : file}.lock`, { timeout: waitMs })
    process.umask(umask)
    lock.exec('begin exclusive')
    return () => lock.close()
  } catch (error) {
    if (error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new StartupError(
        exitCodes.tryAgainLater,
        `Another server uses the database ${file}. Stop it first, or give this server its own DATABASE_URL.`,
      )
    throw toStartupError(file, error)
  }
}
