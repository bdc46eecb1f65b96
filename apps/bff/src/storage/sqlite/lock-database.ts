import { existsSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { exitCodes, StartupError } from '../../ground/exit-codes.ts'
import { makeFolder } from '../../ground/make-folder.ts'
import { toStartupError } from './open-database.ts'

/** A server that was asked to stop, or is being restarted, may still be finishing. */
const waitMs = 5_000

/**
 * Keeps every other server away until the answered function is called or this process ends, however it ends: the
 * operating system takes the lock back. It lies on a file beside the database, so that the operator's commands may use
 * the database meanwhile.
 */
export function lockDatabase(file: string): () => void {
  try {
    makeFolder(dirname(file))
    const lock = new SQLite(`${existsSync(file) ? realpathSync(file) : file}.lock`, { timeout: waitMs })
    lock.exec('begin exclusive')
    return () => lock.close()
  } catch (error) {
    if (error instanceof SQLite.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw new StartupError(
        exitCodes.tryAgainLater,
        `Another server uses the database ${file}. Stop it first, or give this one a DATABASE_URL of its own.`,
      )
    throw toStartupError(file, error)
  }
}
