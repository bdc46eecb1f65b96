import { mailEndpoints, shellEndpoints } from '@office365-email/shared/endpoints'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contoso } from './testing/start-sending-server.ts'
import { startTestServer, type TestServer } from './testing/start-test-server.ts'
import { createTestClient, problemOf, type TestClient } from './testing/test-client.ts'

/**
 * Every route that changes something, and whether it needs a fresh sign-in. Routes that grant or remove credentials or
 * rights do, so that an unattended browser gives no one lasting access. A new route has to decide.
 */
const rows: Record<string, 'fresh' | 'any' | 'no person'> = {
  'POST /session': 'no person',
  'DELETE /session': 'any',
  'POST /session/identity': 'fresh',
  'DELETE /session/identity': 'fresh',
  'DELETE /sessions/:sessionId': 'fresh',
  'POST /set-up': 'no person',
  'PUT /bots/:botId': 'any',
  'DELETE /bots/:botId': 'any',
  'PUT /bots/:botId/office365': 'any',
  'DELETE /bots/:botId/office365': 'fresh',
  'POST /bots/:botId/office365/reset': 'fresh',
  'DELETE /bots/:botId/office365/reset': 'any',
  'POST /bots/:botId/office365/checks': 'any',
  'POST /bots/:botId/office365/restriction-checks': 'any',
  'PUT /bots/:botId/office365/draft': 'any',
  'DELETE /bots/:botId/office365/draft': 'any',
  'POST /configurations/plan': 'any',
  'POST /configurations/import': 'any',
  'POST /bots/:botId/office365/same-application': 'fresh',
  'POST /bots/:botId/test-messages': 'any',
  'POST /bots/:botId/messages': 'no person',
  'POST /bots/:botId/messages/:messageId/cancel': 'any',
  'POST /bots/:botId/messages/:messageId/resend': 'any',
  'POST /bots/:botId/messages/:messageId/resolve': 'any',
  'POST /bots/:botId/intake-links': 'fresh',
  'DELETE /bots/:botId/intake-links/:intakeLinkId': 'any',
  'POST /bots/:botId/intake-links/:intakeLinkId/approve': 'fresh',
  'POST /intake/read': 'no person',
  'POST /intake/same-application': 'no person',
  'POST /intake/submit': 'no person',
  'POST /intake/prepare': 'no person',
  'POST /intake/check': 'no person',
  'POST /service-keys': 'fresh',
  'DELETE /service-keys/:serviceKeyId': 'any',
  'POST /people': 'fresh',
  'PATCH /people/:personId': 'fresh',
  'DELETE /people/:personId': 'fresh',
  'POST /alert-webhooks': 'fresh',
  'DELETE /alert-webhooks/:alertWebhookId': 'fresh',
  'POST /alert-webhooks/:alertWebhookId/test': 'any',
  'POST /alert-channels': 'fresh',
  'PATCH /alert-channels/:alertChannelId': 'fresh',
  'DELETE /alert-channels/:alertChannelId': 'fresh',
  'POST /alert-channels/:alertChannelId/test': 'any',
  'POST /alert-tests': 'any',
  'POST /diagnoses': 'any',
  'POST /sending/release': 'fresh',
  'POST /personal-data/searches': 'fresh',
  'POST /personal-data/deletions': 'fresh',
}

const minuteMs = 60_000
let server: TestServer
let owner: TestClient
let paths: Record<string, Record<string, { responses: Record<string, { description: string }> }>>

beforeAll(async () => {
  server = await startTestServer()
  owner = await server.signIn()
  await owner.put('/bots/orders', { name: 'Orders' })
  await owner.put('/bots/orders/office365', contoso)
  paths = (await owner.get('/openapi.json')).body.paths
})
afterAll(() => server.close())

/** An owner who signed in 31 minutes ago. */
async function signInStale(): Promise<TestClient> {
  const client = await server.signIn()
  server.advanceClock(20 * minuteMs)
  await client.get('/session')
  server.advanceClock(11 * minuteMs)
  return client
}

describe('a fresh sign-in', () => {
  it('is decided for every route that changes something', () => {
    const routes = Object.values({ ...mailEndpoints, ...shellEndpoints })
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => `${method} ${path}`)
    expect(routes.sort()).toEqual(Object.keys(rows).sort())
  })

  it.each(Object.entries(rows))('is required as this table says: %s, %s', async (route, row) => {
    const [method = '', template = ''] = route.split(' ')
    const { responses } = paths[`/api/v1${template.replace(/:(\w+)/g, '{$1}')}`]?.[method.toLowerCase()] ?? {
      responses: {},
    }
    expect(responses['403']?.description.includes('`fresh-sign-in-required`') ?? false).toBe(row === 'fresh')
    if (row === 'no person') return
    const client = await signInStale()
    const path = template.replace(':botId', 'orders').replace(/:\w+/, '00000000-0000-7000-8000-000000000000')
    const { status, slug } = problemOf(await client.request(method, path, { body: {} }))
    const isAsked = status === 403 && slug === 'fresh-sign-in-required'
    expect({ isAsked, slug }).toEqual({ isAsked: row === 'fresh', slug })
  })

  it('keeps an owner with a stale one from making another owner, until they sign in again', async () => {
    const client = await signInStale()
    const eve = { email: 'eve@example.com', role: 'owner', password: 'a long enough password' }
    expect(problemOf(await client.post('/people', eve))).toMatchObject({ slug: 'fresh-sign-in-required' })
    const { user } = (await client.get('/session')).body
    const change = { body: { password: 'another long password' } }
    expect(problemOf(await client.request('PATCH', `/people/${user.id}`, change))).toMatchObject({
      slug: 'fresh-sign-in-required',
    })
    await client.post('/session', { email: 'ada@example.com', password: 'correct-horse-battery' })
    expect((await client.post('/people', eve)).status).toBe(201)
  })

  it('is not required of service keys', async () => {
    const again = await server.signIn()
    const newKey = { name: 'k', botIds: ['orders'], scopes: ['configuration:write'] }
    const { key } = (await again.post('/service-keys', newKey)).body
    expect((await createTestClient(server.url, '', key).post('/bots/orders/office365/reset')).status).toBe(200)
  })
})
