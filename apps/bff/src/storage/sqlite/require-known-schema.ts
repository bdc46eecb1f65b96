import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type SQLite from 'better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { exitCodes, StartupError } from '../../ground/exit-codes.ts'
import { version } from '../../version.ts'

/** Where the built server has them too. */
export const migrationsFolder = join(import.meta.dirname, 'migrations')

interface Migration {
  hash: string
  /** Milliseconds since 1970; identifies the migration. */
  when: number
}

const table = '__drizzle_migrations'

/** Migrations whose text changed later, without another result. Databases that ran the earlier text stay usable. */
const earlierHashes = [
  '482ea302b3f4acc2908f5b0c0f9700a819146d6e6f70af9369eb597e9f03c0fe',
  '7c0ea9dfc547ff0db8a27f2b9f4cb4870d757d30c44aa791e8fdd526a94274ce',
]

/** Later than every migration, so that versions that do not know this mark refuse the database as a newer one. */
const whenMoved = 8_640_000_000_000_000

/** Writes into the database that its content was moved, and where to. Afterwards it can no longer be opened. */
export const markAsMoved = (client: SQLite.Database, place: string): void =>
  void client.prepare(`insert into ${table} (hash, created_at) values (?, ?)`).run(place, whenMoved)

const refuse = (message: string): never => {
  throw new StartupError(exitCodes.configuration, message)
}

const refuseOther = (file: string): never =>
  refuse(`${file} is an SQLite database, but not one of this program. Use another file. Nothing was changed.`)

const countTables = (client: SQLite.Database, condition: string): number =>
  Number(client.prepare(`select count(*) from sqlite_schema where ${condition}`).pluck().get())

function readApplied(client: SQLite.Database): Migration[] {
  if (countTables(client, `name = '${table}'`) === 0) return []
  const rows = client.prepare<[], { hash: unknown; created_at: unknown }>(`select * from ${table} order by created_at`)
  return rows.all().map(({ hash, created_at }) => ({ hash: String(hash), when: Number(created_at) }))
}

export const countMigrations = (client: SQLite.Database): number => readApplied(client).length

export const hasPendingMigrations = (client: SQLite.Database): boolean =>
  countMigrations(client) < readMigrationFiles({ migrationsFolder }).length

/** The hash is of the file, and Git on Windows may have changed its line ends. */
const isSame = ({ hash }: Migration, { hash: known, sql }: { hash: string; sql: string[] }): boolean =>
  hash === known ||
  earlierHashes.includes(hash) ||
  ['\n', '\r\n'].some((end) => {
    const text = sql.join('--> statement-breakpoint').replaceAll(/\r?\n/g, end)
    return hash === createHash('sha256').update(text).digest('hex')
  })

/** Throws if the database has tables of another program, or none, if it may not be new. */
function requireOwn(client: SQLite.Database, file: string, mayBeNew: boolean): void {
  const isNew = countTables(client, `name not in ('${table}', 'sqlite_sequence')`) === 0
  if (!(isNew && mayBeNew)) refuseOther(file)
}

/**
 * Throws if another program or a newer version wrote the database, before anything is changed in it. Without tables, it
 * may be new, because the first start may have been interrupted.
 */
export function requireKnownSchema(client: SQLite.Database, file: string, { mayBeNew }: { mayBeNew: boolean }): void {
  const applied = readApplied(client)
  const [first] = applied
  if (!first) {
    requireOwn(client, file, mayBeNew)
    return
  }
  const moved = applied.find(({ when }) => when === whenMoved)
  if (moved)
    refuse(
      `The content of ${file} was moved to the database ${moved.hash}. Set DATABASE_URL to that database. Nothing was changed.`,
    )
  const known = new Map(readMigrationFiles({ migrationsFolder }).map((one) => [one.folderMillis, one]))
  const newestKnown = Math.max(...known.keys())
  if (!known.has(first.when)) refuseOther(file)
  if (applied.some(({ when }) => when > newestKnown))
    refuse(
      `A newer version of this program wrote the database ${file}: its schema is ${applied.length}, and this version, ${version}, knows the schemas up to ${known.size}. Use the newer version, or restore a backup from before the upgrade. Nothing was changed.`,
    )
  for (const [index, migration] of applied.entries()) {
    const own = known.get(migration.when)
    if (!own || !isSame(migration, own))
      refuse(
        `Another build of this program wrote the database ${file}: its schema ${index + 1} of ${applied.length} is not the one of this version, ${version}. Use that build, or restore a backup. Nothing was changed.`,
      )
  }
}
