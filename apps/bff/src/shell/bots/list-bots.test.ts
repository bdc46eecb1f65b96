import type { Bot } from '@office365-email/shared/bot'
import { attentionStatuses, botStatuses, readBotStatus } from '@office365-email/shared/bot-status'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { createTestClient, problemOf, type TestClient } from '../../testing/test-client.ts'

const password = 'four-words-in-a-row'
const dayMs = 24 * 60 * 60_000
const dayAfter = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10)

/** Every combination that decides a status. */
const states = ['locked', 'unlocked', 'unconfigured'] as const
const healths = ['untested', 'working', 'failing', 'unreachable'] as const
const expiries = [null, dayAfter(-1), dayAfter(0), dayAfter(30), dayAfter(31)]

let server: TestServer
let owner: TestClient
let admin: TestClient
let service: TestClient
let all: Bot[]

const ids = (bots: Bot[]) => bots.map(({ id }) => id)
const list = async (query: string, client = owner) => (await client.get(`/bots?${query}`)).body

async function readPages(query: string, client = owner): Promise<Bot[]> {
  const read: Bot[] = []
  let cursor = ''
  do {
    const page = await list(`${query}${cursor}`, client)
    read.push(...page.bots)
    cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`
  } while (cursor)
  return read
}

async function addConfiguredBots({ sql }: TestServer): Promise<void> {
  const addBot = 'insert into bots (id, name, created_at) values (?, ?, ?)'
  const configure =
    'insert into office365_configurations (bot_id, version, state, health, user_email, secret_expires_on) values (?, 1, ?, ?, ?, ?)'
  for (const state of states)
    for (const health of healths)
      for (const [index, expiresOn] of expiries.entries()) {
        const id = `${state}-${health}-${index}`
        await sql(addBot, id, `Mail of ${state} ${health}`, '2026-01-01T00:00:00.000Z')
        const known = JSON.stringify({ state: health, since: null })
        await sql(configure, id, state, known, `${id}@contoso.example`, expiresOn)
      }
}

beforeAll(async () => {
  server = await startTestServer()
  await addConfiguredBots(server)
  owner = await server.signIn()
  await owner.put('/bots/uebung', { name: 'Übung für ALLE' })
  await owner.put('/bots/orders', { name: 'Orders' })
  await owner.put('/bots/orders-2', { name: 'Orders' })
  await owner.put('/bots/lower', { name: 'a name in lowercase letters' })
  await owner.post('/people', { email: 'grace@example.com', role: 'admin', botIds: ['orders', 'uebung'], password })
  admin = await server.signIn({ email: 'grace@example.com', password })
  const key = { name: 'One', scopes: ['messages:send'], botIds: ['orders-2', 'orders'] }
  service = createTestClient(server.url, server.url, (await owner.post('/service-keys', key)).body.key)
  all = (await owner.get('/bots')).body.bots
})
afterAll(() => server.close())

describe('without a parameter', () => {
  it('the list has every bot, by name and then by ID, and no other member', async () => {
    const { body } = await owner.get('/bots')
    expect(Object.keys(body)).toEqual(['bots'])
    expect(body.bots).toHaveLength(states.length * healths.length * expiries.length + 4)
    const byNameAndId = all.toSorted((one, other) => {
      const [a, b] = [`${one.name}\n${one.id}`, `${other.name}\n${other.id}`]
      return a < b ? -1 : 1
    })
    expect(ids(all)).toEqual(ids(byNameAndId))
  })
})

describe('a page', () => {
  it('has 50 bots unless the request says otherwise, and leads to the next page', async () => {
    const first = await list('q=')
    expect(first.bots).toEqual(all.slice(0, 50))
    const second = await list(`cursor=${first.nextCursor}`)
    expect(second).toEqual({ bots: all.slice(50), nextCursor: null })
  })

  it.each([1, 7, 64, 65, 200])('of at most %i bots is part of the same list, each bot once', async (limit) => {
    expect(await readPages(`limit=${limit}`)).toEqual(all)
  })

  it('continues at the same place if a bot is deleted or added in the meantime', async () => {
    for (const number of [1, 2, 3]) await owner.put(`/bots/passing-${number}`, { name: 'Passing' })
    const { bots, nextCursor } = await list('q=passing&limit=1')
    expect(ids(bots)).toEqual(['passing-1'])
    await owner.delete('/bots/passing-1')
    await owner.put('/bots/passing-0', { name: 'Passing' })
    expect(ids((await list(`q=passing&cursor=${nextCursor}`)).bots)).toEqual(['passing-2', 'passing-3'])
    for (const number of [0, 2, 3]) await owner.delete(`/bots/passing-${number}`)
  })

  it.each(['', 'x', 'b3JkZXJz', 'T3JkZXJzOk9yZGVycw', 'b3JkZXJzOk9yZGVycw==', '-1', 'a:b', '%00'])(
    'refuses the cursor %j',
    async (cursor) => {
      expect(problemOf(await owner.get(`/bots?cursor=${cursor}`))).toEqual({
        status: 422,
        slug: 'invalid-request',
        pointers: ['/cursor'],
      })
    },
  )

  it.each([
    ['limit=0', '/limit'],
    ['limit=201', '/limit'],
    ['state=set', '/state'],
    ['health=ill', '/health'],
    ['status=bad', '/status'],
    [`q=${'x'.repeat(101)}`, '/q'],
    ['ids=', '/ids'],
    ['ids=a,B', '/ids'],
    [`ids=${'a,'.repeat(200)}a`, '/ids'],
    ['offset=5', '/offset'],
  ])('refuses %.30s', async (query, pointer) => {
    expect(problemOf(await owner.get(`/bots?${query}`))).toEqual({
      status: 422,
      slug: 'invalid-request',
      pointers: [pointer],
    })
  })
})

it('finds nothing for a text with a NUL, which no bot has, and takes it in no cursor', async () => {
  expect((await list('q=a%00')).bots).toEqual([])
  const cursor = Buffer.from('orders:Orders\0').toString('base64url')
  expect(problemOf(await owner.get(`/bots?cursor=${cursor}`))).toMatchObject({ status: 422 })
})

describe('a filter', () => {
  it('finds part of a name, an ID or a mailbox, in any case and any language', async () => {
    expect(ids(await readPages('q=ORDERS'))).toEqual(['orders', 'orders-2'])
    expect(ids(await readPages(`q=${encodeURIComponent(' ÜBUNG FÜR ')}`))).toEqual(['uebung'])
    expect(ids(await readPages('q=uebung'))).toEqual(['uebung'])
    expect(ids(await readPages('q=LOCKED-WORKING-0@contoso'))).toEqual(['locked-working-0', 'unlocked-working-0'])
    for (const nothing of ['%25', '_', '%5C', '%22', "'"]) expect(await readPages(`q=${nothing}`)).toEqual([])
  })

  it.each(states)('selects the state %s', async (state) => {
    expect(await readPages(`limit=3&state=${state}`)).toEqual(all.filter(({ office365 }) => office365.state === state))
  })

  it.each(healths)('selects the health %s', async (health) => {
    expect(await readPages(`limit=3&health=${health}`)).toEqual(
      all.filter(({ office365 }) => office365.health === health),
    )
  })

  it('selects the status that the pages show for each bot', async () => {
    const statusOf = ({ office365: { state, health, secretExpiresOn } }: Bot) =>
      readBotStatus({
        state,
        health,
        daysLeft:
          secretExpiresOn === null ? null : Math.round((Date.parse(secretExpiresOn) - Date.parse(dayAfter(0))) / dayMs),
      })
    const { totals } = await list('limit=1')
    for (const status of botStatuses) {
      const expected = all.filter((bot) => statusOf(bot) === status)
      expect(expected.length).toBeGreaterThan(0)
      expect([status, await readPages(`limit=7&status=${status}`)]).toEqual([status, expected])
      expect([status, totals.byStatus[status]]).toEqual([status, expected.length])
    }
    expect(await readPages('status=attention')).toEqual(
      all.filter((bot) => attentionStatuses.some((status) => status === statusOf(bot))),
    )
  })

  it('combines all conditions', async () => {
    const found = await readPages('q=MAIL&state=locked&health=untested&status=secret-expires-soon')
    expect(ids(found)).toEqual(['locked-untested-2', 'locked-untested-3'])
  })
})

describe('the totals', () => {
  it('are in the first page only, and count what the filter selects', async () => {
    const { totals, nextCursor } = await list('limit=2&q=locked&health=failing')
    expect(totals).toMatchObject({ bots: all.length, matching: 10 })
    const sum = botStatuses.reduce((count, status) => count + totals.byStatus[status], 0)
    expect(sum).toBe(all.length)
    expect(await list(`limit=2&q=locked&health=failing&cursor=${nextCursor}`)).not.toHaveProperty('totals')
  })
  it('are zero if there is nothing to see', async () => {
    await owner.post('/people', { email: 'joan@example.com', role: 'admin', botIds: [], password })
    const joan = await server.signIn({ email: 'joan@example.com', password })
    expect(await list('limit=5', joan)).toEqual({
      bots: [],
      nextCursor: null,
      totals: { bots: 0, matching: 0, byStatus: Object.fromEntries(botStatuses.map((status) => [status, 0])) },
    })
  })
})

describe('access', () => {
  it('limits pages, filters and totals to the bots of the caller', async () => {
    for (const [client, own] of [
      [admin, ['orders', 'uebung']],
      [service, ['orders', 'orders-2']],
    ] as const) {
      expect(ids(await readPages('limit=1', client))).toEqual(own)
      const { bots, totals } = await list('q=locked', client)
      expect({ bots, totals }).toMatchObject({ bots: [], totals: { bots: 2, matching: 0 } })
      const named = await list('ids=orders,orders-2,uebung,locked-failing-0', client)
      expect(ids(named.bots)).toEqual(own)
    }
  })
})
