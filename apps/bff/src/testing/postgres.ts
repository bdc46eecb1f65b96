import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import { parsers } from '../storage/postgres/open-database.ts'

/** A PostgreSQL database of one test. */
export interface TestDatabase {
  name: string
  url: string
  drop: () => Promise<void>
}

/**
 * An operator's database usually sorts by a language. With such an order, tests find a missing `collate "C"`. In Turkish, the
 * lower case of I is not i either.
 */
const empty = `template0 encoding 'UTF8' locale 'C' locale_provider icu icu_locale 'tr-TR'`

/** Asks `start-postgres-for-tests.ts`, which starts PostgreSQL for the first one who asks. */
async function findServer(): Promise<string> {
  const { POSTGRES_STARTER: starter } = process.env
  if (!starter) throw new Error('POSTGRES_STARTER is not set: run this test with Vitest')
  const response = await fetch(starter)
  const text = await response.text()
  if (!response.ok) throw new Error(text)
  return text
}

/** Runs SQL on a connection of its own. Returns the rows. */
export async function runSql<Row extends object = Record<string, unknown>>(
  url: string,
  sql: string,
  values?: unknown[],
): Promise<Row[]> {
  const client = new Client({ connectionString: url, types: parsers })
  // The server may end the connection. Without a listener, that would end the process.
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query(sql, values)).rows
  } finally {
    await client.end()
  }
}

/** Creates an empty database, or a copy of a template, to which no one may be connected. */
export async function createTestDatabase({ template }: { template?: TestDatabase } = {}): Promise<TestDatabase> {
  const server = await findServer()
  const name = `${process.env['TEST_DATABASE_PREFIX']}${randomBytes(6).toString('hex')}`
  // Without flushes, copying files is faster than copying pages through the log.
  await runSql(server, `create database ${name} template ${template?.name ?? empty} strategy file_copy`)
  const url = new URL(server)
  url.pathname = name
  // The fault proxy and PgBouncer read it.
  url.port ||= '5432'
  const drop = async () => void (await runSql(server, `drop database if exists ${name} with (force)`))
  return { name, url: url.href, drop }
}
