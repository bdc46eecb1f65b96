import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forgetExpired } from '../../start-forgetting.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { problemOf, type TestClient } from '../../testing/test-client.ts'
import { runsOnPostgres } from '../../testing/test-database.ts'

const password = 'four-words-in-a-row'
const day = 24 * 60 * 60_000

let server: TestServer
let owner: TestClient
let admin: TestClient

interface Event {
  id: string
  at: string
  action: string
  botId: string | null
}
const list = async (client: TestClient, query = ''): Promise<Event[]> =>
  (await client.get(`/audit-events${query}`)).body.auditEvents

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signIn()
  await owner.put('/bots/orders', { name: 'Orders' })
  await owner.put('/bots/invoices', { name: 'Invoices' })
  await owner.post('/people', { email: 'grace@example.com', role: 'admin', botIds: ['orders'], password })
  admin = await server.signIn({ email: 'grace@example.com', password })
})
afterAll(() => server.close())

describe('the audit', () => {
  it('shows who did what, when and from where', async () => {
    const [event] = await list(owner, '?action=bot.created&botId=orders')
    expect(event).toEqual({
      id: expect.any(String),
      at: expect.any(String),
      actor: { kind: 'person', id: expect.any(String), name: 'ada' },
      action: 'bot.created',
      botId: 'orders',
      outcome: 'succeeded',
      requestId: expect.any(String),
      ip: expect.stringMatching(/127\.0\.0\.1|::1/),
      details: {},
    })
  })

  it('shows admins only their own bots', async () => {
    const bots = new Set((await list(admin)).map(({ botId }) => botId))
    expect([...bots]).toEqual(['orders'])
    const other = await admin.get('/audit-events?botId=invoices')
    const missing = await admin.get('/audit-events?botId=nowhere')
    expect(problemOf(other)).toEqual({ status: 404, slug: 'not-found', pointers: [] })
    expect({ ...other.body, requestId: '' }).toEqual({ ...missing.body, requestId: '' })
  })

  it('is read page by page, newest first, each event once', async () => {
    const all = await list(owner, '?limit=200')
    const read: Event[] = []
    let cursor = ''
    do {
      const { body } = await owner.get(`/audit-events?limit=2${cursor}`)
      read.push(...body.auditEvents)
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`
    } while (cursor)
    expect(read).toEqual(all)
    expect(all.map(({ at }) => at)).toEqual(
      all
        .map(({ at }) => at)
        .sort()
        .reverse(),
    )
  })

  it('shows admins of several bots the same pages as if there were no events of other bots', async () => {
    const botIds = ['one', 'two', 'three']
    for (const id of [...botIds, 'other']) await owner.put(`/bots/${id}`, { name: id })
    for (const [index, id] of [...botIds, ...botIds, 'other', ...botIds].entries())
      await owner.put(`/bots/${id}`, { name: `${id} ${index}` })
    await owner.post('/people', { email: 'joan@example.com', role: 'admin', botIds, password })
    const joan = await server.signIn({ email: 'joan@example.com', password })
    for (const filter of [
      '',
      '&action=bot',
      '&action=bot.renamed',
      '&action=person',
      '&botId=two',
      '&botId=two&action=bot.created',
    ]) {
      const expected = (await list(owner, `?limit=200${filter}`)).filter(({ botId }) => botIds.includes(String(botId)))
      const read: Event[] = []
      let cursor = ''
      do {
        const { body } = await joan.get(`/audit-events?limit=4${filter}${cursor}`)
        expect(body.auditEvents.length).toBeLessThanOrEqual(4)
        read.push(...body.auditEvents)
        cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`
      } while (cursor)
      expect([filter, read]).toEqual([filter, expected])
    }
  })

  it.each(['cursor=', 'cursor=x', 'cursor=-1', 'limit=0'])('refuses %s', async (query) => {
    expect(problemOf(await owner.get(`/audit-events?${query}`))).toMatchObject({ status: 422, slug: 'invalid-request' })
  })

  it('is filtered by action, and by what the action was done to', async () => {
    const actions = async (action: string) => [
      ...new Set((await list(owner, `?action=${action}`)).map((event) => event.action)),
    ]
    expect(await actions('session.started')).toEqual(['session.started'])
    expect((await actions('bot')).every((action) => action.startsWith('bot.'))).toBe(true)
    expect(problemOf(await owner.get('/audit-events?action=b%25')).pointers).toEqual(['/action'])
  })

  it('cannot be changed, nor deleted before its retention time', async () => {
    const deleted = await server.dependencies.storage.audit.deleteOlderThan('2020-01-01T00:00:00.000Z')
    expect(deleted).toBe(0)
    await expect(server.sql("update audit_events set action = 'nothing'")).rejects.toThrow(/never changed/)
    await expect(server.sql('delete from audit_events')).rejects.toThrow(/retention/)
  })

  // PostgreSQL judges by its own clock, which this test does not move: see storage/contract and roles.test.ts.
  it.skipIf(runsOnPostgres)('deletes events that are older than AUDIT_RETENTION_DAYS', async () => {
    const own = await startTestServer({ emulator: server.emulator, environment: { AUDIT_RETENTION_DAYS: '10' } })
    try {
      const before = await list(await own.signIn())
      own.advanceClock(9 * day)
      await forgetExpired(own.dependencies)
      const client = await own.signIn()
      expect((await list(client)).map(({ id }) => id)).toEqual(expect.arrayContaining(before.map(({ id }) => id)))
      own.advanceClock(2 * day)
      await forgetExpired(own.dependencies)
      const after = (await list(await own.signIn())).map(({ id }) => id)
      expect(before.filter(({ id }) => after.includes(id))).toEqual([])
    } finally {
      await own.close()
    }
  })
})
