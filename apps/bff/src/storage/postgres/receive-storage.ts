import { toStorable } from '@office365-email/shared/text-rules'
import { exitCodes, StartupError } from '../../ground/exit-codes.ts'
import { StorageFault } from '../../ground/storage-fault.ts'
import type { Arrival, Departure, Row } from '../departure.ts'
import { appendAuditEvent } from './audit-store.ts'
import { hasSchema, migrateWithin } from './migrate.ts'
import type { Database, Executor, Transaction } from './open-database.ts'
import { listSealed } from './sealed-values.ts'
import { rememberPlace } from './storage-identity.ts'

/** What one statement inserts. A larger row gets a statement of its own. */
const batch = { rows: 1_000, characters: 2_000_000 }

/** What is not copied, and may be there: the migrations, and notes of changes for servers that run. */
const notOfStorage = ['schema_migrations', 'cache_changes']

/** A trigger on `outbox` fills it. */
const filledByTriggers = 'outbox_usage'
/** The server makes the index of messages again. */
const madeAgain = ['message_blocks', 'message_terms']

const refuseTarget = (place: string): never => {
  throw new StartupError(
    exitCodes.configuration,
    `The database ${place} is not empty. Use a new database, or drop this one and create it again. Nothing was changed.`,
  )
}

async function listTables({ query }: Executor): Promise<string[]> {
  const tables = await query<{ name: string }>(
    'select tablename as name from pg_tables where schemaname = current_schema() order by tablename',
  )
  return tables.map(({ name }) => name)
}

/** Makes the schema if it is missing, and throws if the database contains anything. No one can write to it afterward. */
async function prepare(transaction: Transaction, place: string): Promise<void> {
  const { query } = transaction
  const isOwn = await hasSchema(transaction)
  if (!isOwn && (await listTables(transaction)).length > 0) refuseTarget(place)
  await migrateWithin(transaction)
  const tables = (await listTables(transaction)).filter((name) => !notOfStorage.includes(name))
  await query(`lock table ${tables.join(', ')} in exclusive mode`)
  for (const table of tables) if ((await query(`select from ${table} limit 1`)).length > 0) refuseTarget(place)
}

function* inBatches(rows: Iterable<Row>): Generator<Row[]> {
  let waiting: Row[] = []
  let characters = 0
  for (const row of rows) {
    const length = Object.values(row).reduce<number>((sum, value) => sum + String(value).length, 0)
    if (waiting.length > 0 && (waiting.length === batch.rows || characters + length > batch.characters)) {
      yield waiting
      waiting = []
      characters = 0
    }
    waiting.push(row)
    characters += length
  }
  if (waiting.length > 0) yield waiting
}

/** SQLite stores JSON as text, and accepts text that PostgreSQL does not. Earlier versions wrote such text. */
function toJson(rows: Row[], jsonColumns: string[]): string {
  const parsed = rows.map((row) => ({
    ...row,
    ...Object.fromEntries(jsonColumns.map((name) => [name, JSON.parse(String(row[name] ?? null))])),
  }))
  return JSON.stringify(parsed, (_, value: unknown) => (typeof value === 'string' ? toStorable(value) : value))
}

async function copyTable(
  { query }: Transaction,
  table: string,
  rows: Iterable<Row>,
  onProgress: (rows: number) => void,
): Promise<void> {
  const jsonColumns = await query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = current_schema() and table_name = $1 and data_type = 'json'`,
    [table],
  )
  const names = jsonColumns.map(({ name }) => name)
  let copied = 0
  for (const some of inBatches(rows)) {
    const columns = Object.keys(some[0] ?? {})
      .map((name) => `"${name}"`)
      .join(', ')
    const read = `select ${columns} from json_populate_recordset(null::${table}, $1)`
    await query(`insert into ${table} (${columns}) ${read}`, [toJson(some, names)])
    copied += some.length
    onProgress(copied)
  }
}

/** An error of a row must not show its content. */
function explainRow(table: string, error: unknown): unknown {
  if (error instanceof StorageFault || error instanceof StartupError || !(error instanceof Error)) return error
  const code = 'code' in error ? String(error.code) : error.name
  return new StartupError(
    exitCodes.dataDamaged,
    `The table ${table} contains a row that PostgreSQL does not accept (${code}). Nothing was changed.`,
  )
}

async function requireSameCounts({ query }: Transaction, tables: Departure['tables']): Promise<void> {
  for (const { name, rows } of tables) {
    const [copied] = await query<{ rows: number }>(`select count(*) as rows from ${name}`)
    if (copied?.rows !== rows)
      throw new StartupError(
        exitCodes.dataDamaged,
        `The table ${name} has ${rows} rows, and ${copied?.rows} of them were copied. Nothing was changed.`,
      )
  }
}

/**
 * Copies everything in one transaction: after a crash, the database is as it was. Servers that start on it in the
 * meantime wait.
 */
export const receiveStorage = (
  database: Database,
  place: string,
  departure: Departure,
  { verify, event, onProgress }: Arrival,
): Promise<void> =>
  database.transaction(async (transaction) => {
    await prepare(transaction, place)
    const tables = departure.tables.filter(({ name }) => !madeAgain.includes(name))
    for (const { name } of tables.filter((table) => table.name !== filledByTriggers))
      await copyTable(transaction, name, departure.read(name), (rows) => onProgress(name, rows)).catch(
        (error: unknown) => {
          throw explainRow(name, error)
        },
      )
    await requireSameCounts(transaction, tables)
    await verify({ list: listSealed(transaction) })
    // The database's own counter knows nothing of the copied numbers.
    if (departure.highestAuditSequence > 0)
      await transaction.query(`select setval(pg_get_serial_sequence('audit_events', 'sequence'), $1)`, [
        departure.highestAuditSequence,
      ])
    await appendAuditEvent(transaction, event)
    await rememberPlace(transaction)
    // Otherwise the first queries would be planned as for empty tables.
    await transaction.query('analyze')
  }, 'read committed')
