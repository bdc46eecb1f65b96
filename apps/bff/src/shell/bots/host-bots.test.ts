import type { JWTPayload } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type HostKey,
  hostEnvironment,
  makeHostKey,
  signHostToken,
  startTestHost,
  type TestHost,
} from '../../testing/start-host.ts'
import { contoso } from '../../testing/start-sending-server.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { createTestClient, problemOf } from '../../testing/test-client.ts'

let host: TestHost
let key: HostKey
let server: TestServer

beforeAll(async () => {
  key = await makeHostKey('first')
  host = await startTestHost([key])
  server = await startTestServer({ environment: { ...hostEnvironment(host.url), BOTS_FROM: 'host' } })
})
afterAll(async () => {
  await server.close()
  await host.close()
})
const seconds = () => Math.floor(Date.now() / 1_000)
/** A caller with this token, on our own pages. */
async function as(claims: JWTPayload) {
  const token = await signHostToken(key, { role: 'admin', auth_time: seconds(), ...claims })
  const headers = { 'x-host-token': token, origin: server.dependencies.config.publicUrl }
  return (method: string, path: string, body?: unknown) =>
    server.anonymous().request(method, path, { headers, ...(body !== undefined && { body }) })
}
const asOwner = (bots?: unknown) => as({ sub: 'ada', role: 'owner', ...(bots !== undefined && { bots }) })
const listOf = async (ask: Awaited<ReturnType<typeof as>>, query = '') =>
  (await ask('GET', `/bots${query}`)).body.bots.map(({ id, name, gone }: { id: string; name: string; gone?: true }) =>
    gone ? `${id} ${name} gone` : `${id} ${name}`,
  )
const events = async (botId: string) =>
  (await (await asOwner())('GET', `/audit-events?botId=${botId}`)).body.auditEvents.map(
    ({ action, actor }: { action: string; actor: { kind: string; id: string } }) =>
      `${action} ${actor.kind} ${actor.id}`,
  )

describe('bots that come from the host', () => {
  it('are there when a token names them, with its new names, and each change is recorded', async () => {
    expect(await listOf(await as({ bots: ['orders', { id: 'invoices', name: 'Invoices' }] }))).toEqual([
      'invoices Invoices',
      'orders orders',
    ])
    expect(await listOf(await as({ bots: [{ id: 'orders', name: ' Orders ' }, 'invoices'] }))).toEqual([
      'invoices Invoices',
      'orders Orders',
    ])
    await listOf(await as({ bots: [{ id: 'orders', name: 'Orders' }] }))
    expect(await events('orders')).toEqual(['bot.renamed system host', 'bot.created system host'])
  })

  it('keep the name of the newest token', async () => {
    const bots = (name: string) => [{ id: 'renamed', name }]
    await listOf(await as({ bots: bots('New') }))
    expect(await listOf(await as({ bots: bots('Old'), iat: seconds() - 60 }))).toEqual(['renamed New'])
  })

  it('keep it after a while, too, and do not change it back and forth', async () => {
    const named = async (name: string, iat = seconds()) => await as({ bots: [{ id: 'steady', name }], iat })
    const [newer, older] = [await named('New'), await named('Old', seconds() - 60)]
    await listOf(newer)
    server.advanceClock(61_000)
    expect(await listOf(older)).toEqual(['steady New'])
    expect(await listOf(newer)).toEqual(['steady New'])
    expect(await events('steady')).toEqual(['bot.created system host'])
  })

  it('are not renamed by each of two tokens of the same age', async () => {
    for (const [id, iat] of [
      ['twins', seconds()],
      ['ageless', undefined],
    ] as const) {
      const named = (name: string) => as({ bots: [{ id, name }], ...({ iat } as object) })
      const [one, other] = [await named('One'), await named('Other')]
      for (const ask of [one, other, one, other]) expect(await listOf(ask)).toEqual([`${id} One`])
      expect(await events(id)).toEqual(['bot.created system host'])
    }
  })

  it('are ignored if they cannot be bots here, and keep their names if the new one is not valid', async () => {
    const bots = [
      'Orders!',
      '-a',
      'a'.repeat(64),
      '',
      { id: 'orders', name: 'x'.repeat(101) },
      { id: 'orders2', name: '\n' },
    ]
    expect(await listOf(await as({ bots }))).toEqual(['orders Orders', 'orders2 orders2'])
  })

  it('can be many at once', async () => {
    const bots = Array.from({ length: 500 }, (_, index) => `many-${index}`)
    const ask = await as({ sub: 'many', bots })
    const answers = await Promise.all([ask('GET', '/bots'), ask('GET', '/bots'), ask('GET', '/bots/many-499')])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(answers[0]?.body.bots).toHaveLength(500)
  })

  it('are not learned from a token that is refused', async () => {
    const ask = await as({ role: 'staff', bots: ['sneaky'] })
    expect((await ask('GET', '/bots')).status).toBe(403)
    const late = await as({ exp: seconds() - 60, bots: ['sneaky'] })
    expect((await late('GET', '/bots')).status).toBe(401)
    expect(await server.sql("select * from bots where id = 'sneaky'")).toEqual([])
  })

  it('are not made or renamed here, by anyone', async () => {
    const owner = await asOwner('all')
    for (const ask of [owner, await as({ bots: 'all' })])
      for (const id of ['orders', 'new-bot']) {
        const answer = await ask('PUT', `/bots/${id}`, { name: 'Name' })
        expect(problemOf(answer)).toMatchObject({ status: 403, slug: 'forbidden' })
        expect(answer.body.detail).toContain('Bots come from the dashboard')
      }
    const newKey = { name: 'k', botIds: 'all', scopes: ['bots:write'] }
    const { key: serviceKey } = (await owner('POST', '/service-keys', newKey)).body
    const program = createTestClient(server.url, '', serviceKey)
    expect((await program.put('/bots/new-bot', { name: 'Name' })).status).toBe(403)
    const local = await server.signIn()
    expect((await local.put('/bots/new-bot', { name: 'Name' })).status).toBe(403)
    expect(await server.sql("select * from bots where id = 'new-bot'")).toEqual([])
  })

  it('are only those that an admin has there', async () => {
    const ask = await as({ bots: ['invoices'] })
    expect(await listOf(ask)).toEqual(['invoices Invoices'])
    expect((await ask('GET', '/bots/orders')).status).toBe(404)
    expect((await ask('PUT', '/bots/orders', { name: 'Mine' })).status).toBe(404)
    expect((await ask('DELETE', '/bots/invoices')).status).toBe(403)
  })

  it('are gone for an owner whose list no longer has them, and only then can be deleted', async () => {
    const everything = await asOwner(['left', 'orders'])
    expect((await everything('PUT', '/bots/left/office365', contoso)).status).toBe(200)
    expect(problemOf(await everything('DELETE', '/bots/left'))).toMatchObject({ status: 403, slug: 'forbidden' })
    const after = await asOwner(['orders'])
    expect(await listOf(after, '?ids=left,orders&limit=5')).toEqual(['orders Orders', 'left left gone'])
    expect((await after('GET', '/bots/left')).body).toMatchObject({ gone: true, office365: { state: 'locked' } })
    expect((await after('GET', '/bots/orders')).body).not.toHaveProperty('gone')
    expect((await after('GET', '/bots/left/office365')).body.state).toBe('locked')
    const newKey = { name: 'k', botIds: ['left'], scopes: ['messages:send'] }
    const { key: serviceKey } = (await after('POST', '/service-keys', newKey)).body
    const message = { to: ['ada@example.com'], subject: 's', text: 't' }
    const sent = await createTestClient(server.url, '', serviceKey).post('/bots/left/messages', message)
    expect(sent.status).toBe(202)
    for (const ask of [await asOwner(), await asOwner('all'), await asOwner('left')]) {
      expect(await listOf(ask, '?ids=left')).toEqual(['left left'])
      expect((await ask('DELETE', '/bots/left')).status).toBe(403)
    }
    expect(problemOf(await after('DELETE', '/bots/left')).slug).toBe('bot-has-configuration')
    expect((await after('DELETE', '/bots/left/office365')).status).toBe(204)
    expect((await (await server.signIn()).delete('/bots/left')).status).toBe(403)
    expect((await after('DELETE', '/bots/left')).status).toBe(204)
    expect((await after('GET', '/bots/left')).status).toBe(404)
    expect(await listOf(await as({ bots: ['left'] }))).toEqual(['left left'])
  })
})
