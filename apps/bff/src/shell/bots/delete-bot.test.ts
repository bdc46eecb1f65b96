import { beforeEach, describe, expect, it } from 'vitest'
import { contoso, mail, type SendingServer, startSendingServer } from '../../testing/start-sending-server.ts'
import { createTestClient, problemOf, type TestClient } from '../../testing/test-client.ts'
import { runsOnPostgres } from '../../testing/test-database.ts'

const password = 'four-words-in-a-row'
const bot = '/bots/orders'

let server: SendingServer
let owner: TestClient
let grace: TestClient
let intakeToken: string

/** The first column of the rows. */
const query = async (sql: string): Promise<unknown[]> => (await server.sql(sql)).map((row) => Object.values(row)[0])
const columns = "name in ('bot_id', 'bot_ids', 'sender_bot_id', 'alert')"
const columnsOfBots = () =>
  query(
    runsOnPostgres
      ? `select table_name || '.' || column_name from information_schema.columns
         where table_schema = 'public' and column_${columns} order by 1`
      : `select m.name || '.' || c.name from sqlite_schema m join pragma_table_info(m.name) c
         where m.type = 'table' and c.${columns} order by 1`,
  )
const actions = async (client: TestClient, search: string) =>
  (await client.get(`/audit-events?limit=200${search}`)).body.auditEvents.map(
    ({ action }: { action: string }) => action,
  )

beforeEach(async () => {
  server = await startSendingServer({ environment: { ALERT_WEBHOOK_HOSTS: '127.0.0.1:9' } })
  owner = server.admin
  await owner.put(bot, { name: 'Orders' })
  await owner.put('/bots/invoices', { name: 'Invoices' })
  await owner.post('/people', { email: 'grace@example.com', role: 'admin', botIds: ['orders'], password })
  await owner.post('/people', { email: 'joan@example.com', role: 'admin', botIds: ['invoices', 'orders'], password })
  grace = await server.signIn({ email: 'grace@example.com', password })
  await owner.post('/alert-webhooks', { url: 'http://127.0.0.1:9/hook' })
  const to = ['ada@example.com']
  const channel = { kind: 'email', name: 'Mail', senderBotId: 'orders', to, botIds: ['invoices', 'orders'] }
  await owner.post('/alert-channels', channel)
  await owner.put(`${bot}/office365`, { ...contoso, secretExpiresOn: '2020-01-01' })
  const scopes = ['messages:send', 'messages:read']
  const { key } = (await owner.post('/service-keys', { name: 'All', scopes, botIds: 'all' })).body
  const service = createTestClient(server.url, server.url, key)
  await service.post(`${bot}/messages`, mail(), { 'idempotency-key': 'k' })
  await service.post(`${bot}/messages`, mail(), { prefer: 'respond-async', 'idempotency-key': 'async' })
  await owner.put(`${bot}/office365/draft`, { values: { userEmail: 'draft@contoso.example' }, doneSteps: [] })
  const { url } = (await owner.post(`${bot}/intake-links`)).body
  intakeToken = url.slice(url.indexOf('#') + 1)
  const { alertStates } = server.dependencies.storage
  const about = { id: 'orders', name: 'Orders' }
  const at = new Date().toISOString()
  const reported = { generation: '', secret: null, fault: null, recoveredAt: at }
  const alert = { type: 'secret-expired', at, title: 'Expired', bot: about, url: 'http://localhost/' } as const
  await alertStates.report('orders', reported, [alert], () => 'delivery', Date.now() + 60_000)
  return () => server.close()
})

async function deleteBot() {
  await owner.delete(`${bot}/office365`)
  expect((await owner.delete(bot)).status).toBe(204)
}
async function createAgain() {
  await deleteBot()
  expect((await owner.put(bot, { name: 'Orders of others' })).status).toBe(201)
}

describe('a deleted bot', () => {
  it('leaves its ID only in the audit log and the table that keeps its version', async () => {
    expect(await query('select count(*) from alert_deliveries')).toEqual([1])
    await deleteBot()
    for (const column of await columnsOfBots()) {
      const [table, name] = String(column).split('.')
      if (table === 'audit_events') continue
      const rows = await query(`select count(*) from ${table} where cast(${name} as text) like '%orders%'`)
      expect([column, rows]).toEqual([column, [0]])
    }
    expect(await query('select count(*) from idempotency_keys')).toEqual([0])
    expect(await query('select version from deleted_bots')).toEqual([2])
    await owner.put(bot, { name: 'Orders of others' })
    expect(await query('select version from deleted_bots')).toEqual([])
  })

  it('is removed from the access of people, who stay signed in', async () => {
    await createAgain()
    const { people } = (await owner.get('/people')).body
    const reach = Object.fromEntries(
      people.map(({ name, botIds }: { name: string; botIds: unknown }) => [name, botIds]),
    )
    expect(reach).toEqual({ ada: 'all', grace: [], joan: ['invoices'] })
    expect((await grace.get('/session')).body.user).toMatchObject({ botIds: [] })
    expect((await grace.get('/bots')).body).toEqual({ bots: [] })
    expect((await grace.get('/audit-events')).body.auditEvents).toEqual([])
    expect((await grace.get('/service-keys')).body).toEqual({ serviceKeys: [] })
    expect(problemOf(await grace.get(bot))).toMatchObject({ status: 404 })
  })

  it('shows in the audit log whose access has changed', async () => {
    await deleteBot()
    const [first, second] = (await owner.get('/audit-events?action=person.changed')).body.auditEvents
    expect([first, second].map(({ details }) => details.botIds)).toEqual(expect.arrayContaining([[], ['invoices']]))
    expect(first).toMatchObject({ botId: null, details: { role: 'admin', changed: ['botIds'] } })
  })

  it('can no longer be set up through its links, not even after it is created again', async () => {
    await createAgain()
    expect(problemOf(await server.anonymous().post('/intake/read', { token: intakeToken }))).toMatchObject({
      status: 404,
    })
  })
})

describe('a bot that is created again', () => {
  it('has no data of the previous one', async () => {
    await createAgain()
    expect((await owner.get(`${bot}/messages`)).body.messages).toEqual([])
    expect((await owner.get(`${bot}/intake-links`)).body.intakeLinks).toEqual([])
    expect((await owner.get(`${bot}/office365/draft`)).body).toMatchObject({ values: {}, savedAt: null })
  })

  it('shows its admins what was done since, and owners all of it', async () => {
    await owner.post(`${bot}/office365/reset`)
    await createAgain()
    await owner.post('/people', { email: 'mary@example.com', role: 'admin', botIds: ['orders'], password })
    const mary = await server.signIn({ email: 'mary@example.com', password })
    expect(await actions(mary, '')).toEqual(['bot.created'])
    expect(await actions(mary, '&botId=orders')).toEqual(['bot.created'])
    expect(await actions(owner, '&botId=orders')).toEqual(
      expect.arrayContaining(['bot.created', 'bot.deleted', 'office365.reset', 'office365.removed']),
    )
    await owner.put(bot, { name: 'Renamed' })
    expect(await actions(mary, '')).toEqual(['bot.renamed', 'bot.created'])
  })

  it('gives no access to a person or key that got its ID while it did not exist', async () => {
    await deleteBot()
    const { people, serviceKeys } = server.dependencies.storage
    const [, , joan] = await people.list()
    if (!joan) throw new Error('there are three people')
    await server.sql(`update people set bot_ids = '["orders"]' where id = ?`, joan.id)
    await server.sql(`update service_keys set bot_ids = '["orders"]'`)
    await owner.put(bot, { name: 'Orders of others' })
    expect((await people.list()).find(({ id }) => id === joan.id)).toMatchObject({ botIds: [] })
    expect(await serviceKeys.list()).toMatchObject([{ botIds: [], revokedAt: expect.any(String) }])
  })
})
