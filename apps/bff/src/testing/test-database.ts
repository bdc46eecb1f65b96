import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { createMigratedDatabase } from './open-migrated-database.ts'
import { runSql } from './postgres.ts'

/** `DATABASE_URL=postgres://… vitest run` runs every test on PostgreSQL that is not about SQLite. */
export const runsOnPostgres = /^postgres/.test(process.env['DATABASE_URL'] ?? '')

/** A database of the engine that this run tests. */
export interface ServerDatabase {
  /** The value of DATABASE_URL. */
  url: string
  /** Deletes it. A file is deleted with its folder. */
  drop: () => Promise<void>
}

export async function createServerDatabase(folder: string): Promise<ServerDatabase> {
  if (runsOnPostgres) return await createMigratedDatabase()
  return { url: `file:${join(folder, 'test.db')}`, drop: () => Promise.resolve() }
}

/** Runs SQL that all engines have, next to the servers of a database. Parameters are `?`. Returns the rows. */
export async function runSqlOn<Row extends object = Record<string, unknown>>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  if (!url.startsWith('file:')) {
    const numbered = text.split('?').reduce((left, right, index) => `${left}$${index}${right}`)
    return await runSql<Row>(url, numbered, values)
  }
  const database = new SQLite(url.slice('file:'.length))
  try {
    const statement = database.prepare<unknown[], Row>(text)
    if (statement.reader) return statement.all(...values)
    statement.run(...values)
    return []
  } finally {
    database.close()
  }
}
