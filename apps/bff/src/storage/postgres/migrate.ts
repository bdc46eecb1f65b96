import { join } from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { exitCodes, StartupError } from '../../ground/exit-codes.ts'
import { version } from '../../version.ts'
import type { Database, Executor, Transaction } from './open-database.ts'

/** Where the built server has them too, beside those of SQLite. */
const migrationsFolder = join(import.meta.dirname, 'postgres-migrations')

/** Any constant that no other program uses. */
const lockKey = 3_650_365

/** `expand, then contract`: a server can use a database that is at most this many migrations ahead. */
const tolerated = 1

interface Migration {
  hash: string
  /** Milliseconds since 1970; identifies the migration. */
  when: number
  statements: string[]
}

let read: Migration[] | undefined

function own(): Migration[] {
  read ??= readMigrationFiles({ migrationsFolder }).map(({ hash, folderMillis, sql }) => ({
    hash,
    when: folderMillis,
    statements: sql,
  }))
  return read
}

const listApplied = async ({ query }: Executor): Promise<{ hash: string; when: number }[]> =>
  await query('select hash, applied_as as "when" from schema_migrations order by applied_as')

/** What PostgreSQL says to a role without rights (insufficient_privilege, invalid_schema_name). */
export const isForbidden = (error: unknown): error is Error =>
  error instanceof Error && 'code' in error && ['42501', '3F000'].includes(String(error.code))

/** Whether a migration ever ran. */
export async function hasSchema({ query }: Executor): Promise<boolean> {
  const [found] = await query<{ exists: boolean }>(`select to_regclass('schema_migrations') is not null as exists`)
  return found?.exists === true
}

const refuse = (message: string): never => {
  throw new StartupError(exitCodes.configuration, message)
}

/** Throws if another build or a much newer version made the schema. Returns the migrations that are missing. */
function findPending(applied: { hash: string; when: number }[]): Migration[] {
  const known = own()
  const byTime = new Map(known.map((migration) => [migration.when, migration]))
  const newest = Math.max(...byTime.keys())
  const ahead = applied.filter(({ when }) => when > newest).length
  if (ahead > tolerated)
    refuse(
      `A newer version of this program uses the database: its schema is ${applied.length}, and this version, ${version}, knows the schemas up to ${known.length}. Use the newer version. Nothing was changed.`,
    )
  for (const { hash, when } of applied)
    if (when <= newest && byTime.get(when)?.hash !== hash)
      refuse(
        `Another build of this program made the schema of the database; it is not the one of this version, ${version}. Use that build, or restore a backup. Nothing was changed.`,
      )
  const present = new Set(applied.map(({ when }) => when))
  return known.filter(({ when }) => !present.has(when))
}

/** Whether this version can still use the schema: a newer version may have changed it while this server runs. */
export async function isSchemaUsable({ query }: Pick<Database, 'query'>): Promise<boolean> {
  const newest = Math.max(...own().map(({ when }) => when))
  const [row] = await query<{ ahead: number }>(
    'select count(*) as ahead from schema_migrations where applied_as > $1',
    [newest],
  )
  return (row?.ahead ?? 0) <= tolerated
}

/**
 * Brings the schema up to date. Servers that start at the same time wait for each other: drizzle's own `migrate` reads
 * its state outside of its transaction, and all but one would fail. Returns how many migrations ran.
 */
export const migrate = ({ transaction }: Database): Promise<number> => transaction(migrateWithin, 'read committed')

/** The same within a transaction, until whose end every server that starts waits. */
export async function migrateWithin(open: Transaction): Promise<number> {
  const { query } = open
  await query('select pg_advisory_xact_lock($1)', [lockKey])
  const pending = (await hasSchema(open)) ? findPending(await listApplied(open)) : own()
  if (pending.length === 0) return 0
  try {
    await query(
      `create table if not exists schema_migrations (
         applied_as bigint primary key, hash text not null, at timestamptz not null default now())`,
    )
    for (const { hash, when, statements } of pending) {
      for (const statement of statements) await query(statement)
      await query('insert into schema_migrations (applied_as, hash) values ($1, $2)', [when, hash])
    }
  } catch (error) {
    if (!isForbidden(error)) throw error
    refuse(
      `The schema of the database lacks ${pending.length} migrations, and the role of DATABASE_URL may not change it. Run this with the role that owns the schema: pnpm --silent admin migrate`,
    )
  }
  return pending.length
}
