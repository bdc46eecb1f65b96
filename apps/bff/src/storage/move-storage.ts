import { exitCodes, StartupError } from '../ground/exit-codes.ts'
import { readStats } from '../ground/file-owner.ts'
import type { PostgresAddress, SqliteLocation } from '../ground/storage-location.ts'
import type { Arrival } from './departure.ts'
import { openForMove } from './sqlite/open-for-move.ts'

/** Throws if there is nothing that can be moved. */
export function requirePresent({ file }: SqliteLocation): void {
  if (readStats(file) === null)
    throw new StartupError(
      exitCodes.configuration,
      `There is no database ${file}. DATABASE_URL must name the one to copy.`,
    )
}

/**
 * Copies an SQLite database to an empty PostgreSQL database, and marks the file as moved. The mark is the last step: a
 * process that ends before leaves the file as it was.
 */
export async function moveStorage(from: SqliteLocation, to: PostgresAddress, arrival: Arrival): Promise<void> {
  const { receivePostgresStorage } = await import('./postgres/open-storage.ts')
  const departure = openForMove(from.file)
  try {
    await receivePostgresStorage(to, departure, arrival)
    try {
      departure.finish(to.place)
    } catch (error) {
      throw new StartupError(
        exitCodes.storageUnavailable,
        `Everything was copied to ${to.place}, but ${from.file} could not be marked as moved. Start no server on that file: rename it. ${error instanceof Error ? error.message : ''}`,
      )
    }
  } finally {
    departure.close()
  }
}
