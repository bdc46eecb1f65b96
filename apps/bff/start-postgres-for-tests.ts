import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Client } from 'pg'
import { startPostgresWithoutFlushes } from './src/testing/start-postgres.ts'

interface Server {
  url: string
  close(): Promise<void>
}

/** Names of the databases of this run begin with it, so that they can be found if a test leaves one. */
const prefix = `test_${randomBytes(4).toString('hex')}_`

async function dropDatabases(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query('select datname from pg_database where starts_with(datname, $1)', [prefix])
    for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`)
  } finally {
    await client.end()
  }
}

async function openServer(): Promise<Server> {
  const { TEST_DATABASE_URL: given } = process.env
  if (given) return { url: given, close: () => dropDatabases(given) }
  const postgres = await startPostgresWithoutFlushes()
  return { url: postgres.url(), close: () => postgres.close() }
}

/** Vitest runs this once before the tests. PostgreSQL starts when the first test asks, because many runs need none. */
export default async function startPostgresForTests(): Promise<() => Promise<void>> {
  let opening: Promise<Server> | null = null
  const starter = createServer((_request, response) => {
    opening ??= openServer()
    opening.then(
      ({ url }) => response.end(url),
      (error: Error) => response.writeHead(500).end(error.message),
    )
  }).listen(0, '127.0.0.1')
  await once(starter, 'listening')
  process.env['POSTGRES_STARTER'] = `http://127.0.0.1:${(starter.address() as AddressInfo).port}`
  process.env['TEST_DATABASE_PREFIX'] = prefix
  return async () => {
    starter.close()
    starter.closeAllConnections()
    const server = await opening?.catch(() => null)
    await server?.close()
  }
}
