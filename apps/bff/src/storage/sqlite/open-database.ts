import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { exitCodes, StartupError } from '../../ground/exit-codes.ts'
import { readStats } from '../../ground/file-owner.ts'
import { makeFolder } from '../../ground/make-folder.ts'
import { isLarge } from './check-large-file.ts'
import { countMigrations, hasPendingMigrations, migrationsFolder, requireKnownSchema } from './require-known-schema.ts'
import * as schema from './schema.ts'

export type Database = BetterSQLite3Database<typeof schema> & { $client: SQLite.Database }

/** Older versions may corrupt a WAL file that two connections write (sqlite.org/wal.html#walresetbug). */
const oldestSoundVersion = [3, 51, 3]

const settings = {
  journal_mode: 'wal',
  // FULL. better-sqlite3 uses NORMAL for an existing WAL file, which may lose committed rows in a power failure.
  synchronous: 2,
  busy_timeout: 5000,
  foreign_keys: 1,
  secure_delete: 1,
  trusted_schema: 0,
  // In memory, so that the total in `queue-usage.ts` needs no disk space for temporary files.
  temp_store: 2,
  mmap_size: 0,
  journal_size_limit: 67_108_864,
} as const

function requireSoundVersion(client: SQLite.Database): void {
  const version = String(client.prepare('select sqlite_version()').pluck().get())
  const parts = version.split('.').map(Number)
  const difference = oldestSoundVersion.map((part, index) => (parts[index] ?? 0) - part).find((delta) => delta !== 0)
  if ((difference ?? 0) < 0)
    throw new StartupError(exitCodes.configuration, `SQLite ${version} may corrupt the database. Use 3.51.3 or newer.`)
}

function applySettings(client: SQLite.Database): void {
  for (const [name, value] of Object.entries(settings)) {
    client.pragma(`${name} = ${value}`)
    const actual = client.pragma(name, { simple: true })
    // A zero mmap size reads back as undefined if the build has no memory mapping.
    if (actual !== undefined && actual !== value)
      throw new StartupError(exitCodes.storageUnavailable, `SQLite did not take the setting ${name} = ${value}.`)
  }
}

function requireSoundFile(client: SQLite.Database, file: string): void {
  const [first] = client.pragma('quick_check(1)', { simple: false }) as { quick_check: string }[]
  if (first?.quick_check !== 'ok')
    throw new StartupError(exitCodes.dataDamaged, `The database ${file} is damaged. Restore the latest backup.`)
}

/** Errors of paths that can never work, even after waiting or freeing space. */
const impossiblePaths = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP']

/** Says in one sentence why the database cannot be used. */
export function toStartupError(file: string, error: unknown): StartupError {
  if (error instanceof StartupError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT'))
    return new StartupError(
      exitCodes.dataDamaged,
      `${file} is not a valid database, or DATABASE_URL names the wrong file. Restore the latest backup.`,
    )
  if (code.startsWith('SQLITE_BUSY'))
    return new StartupError(exitCodes.tryAgainLater, `Another program holds the database ${file}. Try again later.`)
  if (impossiblePaths.includes(code))
    return new StartupError(
      exitCodes.configuration,
      `DATABASE_URL leads to a folder that does not exist and cannot be created (${code}). Use another folder.`,
    )
  const hint = `Check the free space, and that the server's user owns the file and its folder.`
  const reason = error instanceof Error ? error.message : String(error)
  return new StartupError(
    exitCodes.storageUnavailable,
    `The database ${file} cannot be opened or written: ${reason}. ${hint}`,
  )
}

/** Throws if the database is read-only, which opening it does not show. */
export function writeNothingNew(client: SQLite.Database): void {
  const write = client.transaction(() => {
    const version = Number(client.pragma('user_version', { simple: true }))
    client.pragma(`user_version = ${version}`)
  })
  write.immediate()
}

/**
 * Opens the file, checks that it is not damaged, and runs the migrations. Says how many ran. The caller checks a large
 * file to which nothing is migrated.
 */
export function openDatabase(file: string, onMigrated: (migrations: number) => void = () => undefined): Database {
  try {
    const existing = readStats(file)
    makeFolder(dirname(file))
    const umask = process.umask(0o077)
    const client = new SQLite(file)
    process.umask(umask)
    requireSoundVersion(client)
    if (existing && (!isLarge(existing) || hasPendingMigrations(client))) requireSoundFile(client, file)
    requireKnownSchema(client, file, { mayBeNew: true })
    applySettings(client)
    // For searches in any language: SQLite's own `lower` changes the case of ASCII letters only.
    client.function('fold', { deterministic: true, directOnly: true }, (text: string) => text.toLowerCase())
    const database = drizzle(client, { schema })
    const before = countMigrations(client)
    migrate(database, { migrationsFolder })
    onMigrated(countMigrations(client) - before)
    writeNothingNew(client)
    return database
  } catch (error) {
    throw toStartupError(file, error)
  }
}
