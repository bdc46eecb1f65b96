import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findPostgres } from '../../testing/find-postgres.ts'
import { createTestDatabase, runSql, type TestDatabase } from '../../testing/postgres.ts'
import { locate } from '../contract/engines.ts'
import { auditEventOf, idOf } from '../contract/examples.ts'
import { insertQueued, listStates } from '../contract/insert-rows.ts'
import { openStorage } from '../open-storage.ts'

let databases: TestDatabase[]
beforeEach(async () => {
  databases = []
})
afterEach(async () => {
  for (const { drop } of databases) await drop()
})

async function create(template?: TestDatabase): Promise<TestDatabase> {
  const database = await createTestDatabase(template && { template })
  databases.push(database)
  return database
}

/** Opens the storage as a server that starts does. */
async function start(url: string) {
  const storage = await openStorage(locate(url))
  try {
    const events = await storage.audit.list({ reach: 'everything', action: 'sending', limit: 99 })
    return { hold: await storage.sendingStore.readHold(), events: events.map(({ event }) => event) }
  } finally {
    await storage.close()
  }
}

const states = async ({ url }: TestDatabase) =>
  (await listStates({ sql: (text) => runSql(url, text) })).map(({ state }) => state)

async function createWithQueue(): Promise<TestDatabase> {
  const database = await create()
  await start(database.url)
  await insertQueued({ sql: (text) => runSql(database.url, text) }, idOf(1))
  return database
}

const held = {
  hold: { reason: 'restored' },
  events: [{ action: 'sending.held', actor: { kind: 'system' }, details: { reason: 'restored' } }],
}
const notHeld = { hold: null, events: [] }

describe('a database', () => {
  it('is not held at its first start, nor at the next ones', async () => {
    const database = await createWithQueue()
    expect(await start(database.url)).toEqual(notHeld)
    expect(await states(database)).toEqual(['queued'])
  })

  it('is held once after it was copied, even if several servers start at the same time', async () => {
    const original = await createWithQueue()
    const copy = await create(original)
    const starts = await Promise.all([1, 2, 3].map(() => start(copy.url)))
    for (const one of starts) expect(one.hold).toMatchObject(held.hold)
    expect(await start(copy.url)).toMatchObject(held)
    expect(await states(copy)).toEqual(['unknown'])
    const storage = await openStorage(locate(copy.url))
    await storage.sendingStore.release(auditEventOf({ action: 'sending.released' }))
    await storage.close()
    expect(await start(copy.url)).toMatchObject({
      hold: null,
      events: [{ action: 'sending.released' }, held.events[0]],
    })
    expect(await start(original.url)).toEqual(notHeld)
    expect(await states(original)).toEqual(['queued'])
  })
})

/** They do not come with the embedded PostgreSQL. */
function findPrograms(): { dump: string; psql: string } | null {
  try {
    const [dump, psql] = ['pg_dump', 'psql'].map((name) => join(findPostgres().folder, name))
    return dump && psql && existsSync(dump) && existsSync(psql) ? { dump, psql } : null
  } catch {
    return null
  }
}

describe.skipIf(findPrograms() === null)('a database that pg_dump saved', () => {
  const { dump = '', psql = '' } = findPrograms() ?? {}
  const save = ({ url }: TestDatabase) => execFileSync(dump, ['--clean', '--if-exists', url])
  const restore = (input: Buffer, { url }: TestDatabase) =>
    execFileSync(psql, ['--quiet', '--set', 'ON_ERROR_STOP=1', url], { input, stdio: ['pipe', 'ignore', 'pipe'] })

  it('is held where it is restored', async () => {
    const original = await createWithQueue()
    const other = await create()
    restore(save(original), other)
    expect(await start(other.url)).toMatchObject(held)
    expect(await start(other.url)).toMatchObject(held)
    expect(await states(other)).toEqual(['unknown'])
    expect(await start(original.url)).toEqual(notHeld)
  })

  it('is held in its own place, because the restore made its tables again', async () => {
    const database = await createWithQueue()
    restore(save(database), database)
    expect(await start(database.url)).toMatchObject(held)
    expect(await states(database)).toEqual(['unknown'])
  })
})

describe('a role that may not read the system identifier', () => {
  const role = `plain_${randomBytes(6).toString('hex')}`
  /** The server takes this role when it connects. */
  const as = ({ url }: TestDatabase) => `${url}?options=${encodeURIComponent(`-c role=${role}`)}`
  const readIdentity = ({ url }: TestDatabase) =>
    runSql<{ system_identifier: string }>(url, 'select system_identifier from storage_identity')

  it('recognizes a copy by the rest, and is not mistaken for one', async () => {
    const database = await create()
    const { url } = database
    await runSql(url, `create role ${role}; grant create on schema public to ${role}`)
    try {
      await runSql(url, 'revoke execute on function pg_control_system() from public')
      expect(await start(as(database))).toEqual(notHeld)
      expect(await readIdentity(database)).toEqual([{ system_identifier: '' }])
      const copy = await create(database)
      expect(await start(as(copy))).toMatchObject(held)
      // With the right, the server completes what is known.
      await runSql(url, `grant execute on function pg_control_system() to ${role}`)
      expect(await start(as(database))).toEqual(notHeld)
      const [known] = await readIdentity(database)
      expect(known?.system_identifier).toMatch(/^\d{10,}$/)
      await runSql(url, `revoke execute on function pg_control_system() from ${role}`)
      expect(await start(as(database))).toEqual(notHeld)
      expect(await readIdentity(database)).toEqual([known])
    } finally {
      for (const one of databases) await runSql(one.url, `drop owned by ${role}`)
      await runSql(url, `drop role ${role}`)
    }
  })
})
