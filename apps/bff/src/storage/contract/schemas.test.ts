import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Table } from 'drizzle-orm'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { createTestDatabase } from '../../testing/postgres.ts'
import { migrate } from '../postgres/migrate.ts'
import { openPool } from '../postgres/open-database.ts'
import type * as postgres from '../postgres/schema.ts'
import { openDatabase } from '../sqlite/open-database.ts'
import type * as sqlite from '../sqlite/schema.ts'

type Rows<Schema> = {
  [Name in keyof Schema as Schema[Name] extends Table ? Name : never]: Schema[Name] extends Table
    ? Schema[Name]['$inferSelect']
    : never
}

/** The rows of PostgreSQL, without the columns that only several servers need. */
type SharedRows = {
  [Name in keyof Rows<typeof sqlite>]: Name extends keyof Rows<typeof postgres>
    ? Pick<Rows<typeof postgres>[Name], keyof Rows<typeof postgres>[Name] & keyof Rows<typeof sqlite>[Name]>
    : never
}

interface Column {
  table: string
  column: string
  isNullable: boolean
}

async function readSqlite(): Promise<Column[]> {
  const folder = await mkdtemp(join(tmpdir(), 'office365-email-schemas-'))
  const { $client } = openDatabase(join(folder, 'test.db'))
  const columns = $client
    .prepare<[], { table: string; column: string; required: number }>(
      `select tables.name as "table", columns.name as "column", columns."notnull" as required
       from sqlite_schema as tables join pragma_table_info(tables.name) as columns
       where tables.type = 'table' and tables.name not glob '*drizzle*' and tables.name not glob 'sqlite_*'`,
    )
    .all()
  $client.close()
  await rm(folder, { recursive: true })
  return columns.map(({ table, column, required }) => ({ table, column, isNullable: required === 0 }))
}

async function readPostgres(): Promise<Column[]> {
  const database = await createTestDatabase()
  const pool = openPool({ url: database.url, poolSize: 1, timeoutMs: 60_000 })
  await migrate(pool)
  const columns = await pool.query<Column>(
    `select table_name as "table", column_name as "column", is_nullable = 'YES' as "isNullable"
     from information_schema.columns where table_schema = 'public'`,
  )
  await pool.close()
  await database.drop()
  return columns
}

describe('the schemas of both engines', () => {
  it('have rows of the same types, so that conversions are written once', () => {
    expectTypeOf<SharedRows>().toEqualTypeOf<Rows<typeof sqlite>>()
  })

  it('have the same tables and columns, and the same may be empty', async () => {
    const sqlite = await readSqlite()
    const postgres = await readPostgres()
    const show = (columns: Column[]) =>
      columns.map(({ table, column, isNullable }) => `${table}.${column}${isNullable ? ' null' : ''}`).sort()
    const isShared = ({ table, column }: Column) =>
      sqlite.some((other) => other.table === table && other.column === column)
    expect(show(postgres.filter(isShared))).toEqual(show(sqlite))
    const isOfSharedTable = ({ table }: Column) => sqlite.some((other) => other.table === table)
    const added = postgres.filter((column) => isOfSharedTable(column) && !isShared(column))
    // The stores that both engines describe in the same way do not fill them.
    expect(added.filter(({ isNullable }) => !isNullable)).toEqual([])
  })
})
