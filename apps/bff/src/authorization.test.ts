import { mailEndpoints, shellEndpoints } from '@office365-email/shared/endpoints'
import type { ServiceKeyScope } from '@office365-email/shared/service-key'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type HostKey,
  hostEnvironment,
  makeHostKey,
  signHostToken,
  startTestHost,
  type TestHost,
} from './testing/start-host.ts'
import { contoso as values } from './testing/start-sending-server.ts'
import { startTestServer, type TestServer } from './testing/start-test-server.ts'
import { createTestClient, problemOf, type TestClient, type TestResponse } from './testing/test-client.ts'

/**
 * Who may call each route, written a second time by hand, from the contract. The tests fail for a route that is missing
 * here, and for one that responds to any caller otherwise than this table says.
 */
interface Row {
  people: 'anyone' | 'admin' | 'owner' | 'none'
  scope?: ServiceKeyScope | 'any'
  /** Ends the session of the caller, so it needs its own session. */
  endsSession?: true
  /** Creates what the path names below the bot, for each request that may reach it. Returns the path. */
  prepare?: (bot: string) => Promise<string>
  /** A caller with access to all bots creates the missing one. */
  makesBot?: true
  /** Only for people who sign in here, not for those of a host. */
  ofLocalPeople?: true
  /** Credentials that are not valid count as none. */
  ignoresInvalidCredentials?: true
  /** Allowed callers get 404 too: the ID does not exist. */
  namesNothing?: true
}

const password = 'four-words-in-a-row'
let server: TestServer
let owner: TestClient
let host: TestHost
let hostKey: HostKey

const admins: Row = { people: 'admin' }
const owners: Row = { people: 'owner' }
const anyone: Row = { people: 'anyone' }
const writers: Row = { people: 'admin', scope: 'configuration:write' }
let count = 0
const next = () => {
  count += 1
  return count
}

const configured = async (bot: string) => {
  const path = `/bots/${bot}/office365`
  if ((await owner.get(path)).body.state === 'unconfigured') await owner.put(path, values)
  return path
}
const withCertificate = async (bot: string) => {
  const path = `/bots/${bot}/office365`
  await owner.delete(path)
  await owner.put(path, { ...values, clientSecret: undefined, credential: { kind: 'certificate' } })
  return `${path}/certificate`
}
const messages = new Map<string, string>()
/** One for each bot, because the number of test emails is limited. */
const message = async (bot: string) => {
  await configured(bot)
  const id = messages.get(bot) ?? (await owner.post(`/bots/${bot}/test-messages`, { to: 'ada@example.com' })).body.id
  messages.set(bot, id)
  return `/bots/${bot}/messages/${id}`
}
const intakeLink = async (bot: string) => {
  const { body } = await owner.post(`/bots/${bot}/intake-links`)
  return `/bots/${bot}/intake-links/${body.id}`
}
const person = async () => {
  const newcomer = { email: `person-${next()}@example.com`, role: 'admin' }
  return `/people/${(await owner.post('/people', newcomer)).body.id}`
}
const serviceKey = async (bot: string) => {
  const newKey = { name: 'short-lived', botIds: [bot], scopes: ['messages:read'] }
  return `/service-keys/${(await owner.post('/service-keys', newKey)).body.id}`
}

const rows: Record<string, Row> = {
  'GET /session': anyone,
  'POST /session': anyone,
  'DELETE /session': { ...anyone, endsSession: true },
  'POST /set-up': anyone,
  'GET /sign-in-methods': { ...anyone, ignoresInvalidCredentials: true },
  'GET /session/oidc': anyone,
  'GET /session/oidc/callback': anyone,
  'GET /session/identity': { ...admins, ofLocalPeople: true },
  // There is no identity provider here to link with.
  'POST /session/identity': { ...admins, namesNothing: true },
  'DELETE /session/identity': { ...admins, ofLocalPeople: true },
  'GET /sessions': admins,
  'DELETE /sessions/:sessionId': { ...admins, namesNothing: true, ofLocalPeople: true },
  'GET /bots': { people: 'admin', scope: 'any' },
  'PUT /bots/:botId': { people: 'admin', scope: 'bots:write', makesBot: true },
  'GET /bots/:botId': admins,
  'DELETE /bots/:botId': {
    people: 'admin',
    // It responds with 409, so that the bot stays for the other requests.
    prepare: async (bot) => (await configured(bot)).replace('/office365', ''),
  },
  'GET /bots/:botId/office365': { people: 'admin', scope: 'configuration:read' },
  'PUT /bots/:botId/office365': writers,
  'DELETE /bots/:botId/office365': { ...writers, prepare: configured },
  'POST /bots/:botId/office365/reset': writers,
  'DELETE /bots/:botId/office365/reset': writers,
  'POST /bots/:botId/office365/checks': admins,
  'POST /bots/:botId/office365/restriction-checks': admins,
  'GET /bots/:botId/office365/certificate': {
    people: 'admin',
    scope: 'configuration:read',
    // Without a certificate, every caller gets 404 or 409.
    prepare: withCertificate,
  },
  'GET /configurations/export': { people: 'admin', scope: 'configuration:read' },
  'POST /configurations/plan': { people: 'admin', scope: 'configuration:read' },
  'POST /configurations/import': writers,
  'GET /bots/:botId/office365/draft': admins,
  'PUT /bots/:botId/office365/draft': admins,
  'DELETE /bots/:botId/office365/draft': admins,
  'GET /bots/:botId/office365/same-application': admins,
  'POST /bots/:botId/office365/same-application': admins,
  'POST /bots/:botId/test-messages': admins,
  'POST /bots/:botId/messages': { people: 'none', scope: 'messages:send' },
  'GET /bots/:botId/messages': { people: 'admin', scope: 'messages:read' },
  'GET /messages': { people: 'admin', scope: 'messages:read' },
  'GET /messages/export': { people: 'admin', scope: 'messages:read' },
  'GET /bots/:botId/messages/:messageId': { people: 'admin', scope: 'messages:read', prepare: message },
  'GET /bots/:botId/messages/:messageId/history': {
    people: 'admin',
    scope: 'messages:read',
    prepare: async (bot) => `${await message(bot)}/history`,
  },
  'POST /bots/:botId/messages/:messageId/cancel': { people: 'admin', scope: 'messages:send', prepare: message },
  'POST /bots/:botId/messages/:messageId/resend': { people: 'admin', scope: 'messages:send', prepare: message },
  'POST /bots/:botId/messages/:messageId/resolve': { people: 'admin', scope: 'messages:send', prepare: message },
  'GET /bots/:botId/intake-links': admins,
  'POST /bots/:botId/intake-links': admins,
  'DELETE /bots/:botId/intake-links/:intakeLinkId': { ...admins, prepare: intakeLink },
  'POST /bots/:botId/intake-links/:intakeLinkId/approve': { ...admins, prepare: intakeLink },
  'POST /intake/read': { ...anyone, ignoresInvalidCredentials: true },
  'POST /intake/same-application': { ...anyone, ignoresInvalidCredentials: true },
  'POST /intake/submit': { ...anyone, ignoresInvalidCredentials: true },
  'POST /intake/prepare': { ...anyone, ignoresInvalidCredentials: true },
  'POST /intake/check': { ...anyone, ignoresInvalidCredentials: true },
  'GET /statistics': { people: 'admin', scope: 'messages:read' },
  'GET /bots/:botId/statistics': { people: 'admin', scope: 'messages:read' },
  'GET /expiring-credentials': { people: 'admin', scope: 'configuration:read' },
  'GET /sending': { people: 'admin', scope: 'any' },
  'POST /sending/release': owners,
  'POST /personal-data/searches': owners,
  'POST /personal-data/deletions': owners,
  'GET /service-keys': admins,
  'POST /service-keys': admins,
  'DELETE /service-keys/:serviceKeyId': { ...admins, prepare: serviceKey },
  'GET /people': owners,
  'POST /people': owners,
  'PATCH /people/:personId': { ...owners, prepare: person },
  'DELETE /people/:personId': { ...owners, prepare: person },
  'GET /alert-webhooks': owners,
  'POST /alert-webhooks': owners,
  'DELETE /alert-webhooks/:alertWebhookId': { ...owners, namesNothing: true },
  'POST /alert-webhooks/:alertWebhookId/test': { ...owners, namesNothing: true },
  'GET /alert-channels': owners,
  'GET /alert-bots': owners,
  'POST /alert-channels': owners,
  'PATCH /alert-channels/:alertChannelId': { ...owners, namesNothing: true },
  'DELETE /alert-channels/:alertChannelId': { ...owners, namesNothing: true },
  'POST /alert-channels/:alertChannelId/test': { ...owners, namesNothing: true },
  'POST /alert-tests': owners,
  'GET /audit-events': admins,
  'GET /audit-events/export': admins,
  'POST /diagnoses': admins,
}

interface Asker {
  /** The same one each time, except for a request that ends the session. */
  client: (isNew?: boolean) => Promise<TestClient>
  kind: 'anonymous' | 'owner' | 'admin' | 'key' | 'dead key'
  /** The bots that it has access to. */
  reach: string[]
  scopes?: ServiceKeyScope[]
  /** It has no session, password or identity here that it could change. */
  isOfHost?: true
}
const bots = ['own', 'other', 'missing'] as const
const everyScope: ServiceKeyScope[] = [
  'messages:send',
  'messages:read',
  'configuration:read',
  'configuration:write',
  'bots:write',
]
const askers: Record<string, Asker> = {}

async function makeKey(values: object): Promise<{ id: string; key: string }> {
  const answer = await owner.post('/service-keys', { name: 'key', botIds: ['own'], scopes: everyScope, ...values })
  expect(answer.status).toBe(201)
  return answer.body
}
const clientOf = (key?: string) => {
  const client = createTestClient(server.url, server.dependencies.config.publicUrl, key)
  return async () => client
}

async function personAsker(email: string, kind: 'owner' | 'admin', reach: string[]): Promise<Asker> {
  const signedIn = await server.signIn({ email, password })
  return { kind, reach, client: async (isNew) => (isNew ? await server.signIn({ email, password }) : signedIn) }
}

async function hostAsker(kind: 'owner' | 'admin', reach: string[]): Promise<Asker> {
  const authTime = Math.floor(Date.now() / 1_000)
  const claims = { sub: `${kind} of ${reach.join()}`, role: kind, bots: reach, auth_time: authTime }
  const token = await signHostToken(hostKey, claims)
  const client = createTestClient(server.url, server.dependencies.config.publicUrl)
  const request: TestClient['request'] = (method, path, options = {}) =>
    client.request(method, path, { ...options, headers: { ...options.headers, 'x-host-token': token } })
  return {
    kind,
    reach,
    isOfHost: true,
    client: async () => ({ ...client, request, get: (path) => request('GET', path) }),
  }
}

beforeAll(async () => {
  hostKey = await makeHostKey('first')
  host = await startTestHost([hostKey])
  server = await startTestServer({ environment: hostEnvironment(host.url) })
  owner = await server.signIn()
  for (const id of ['own', 'other']) await owner.put(`/bots/${id}`, { name: id })
  await owner.post('/people', { email: 'second-owner@example.com', role: 'owner', password })
  await owner.post('/people', { email: 'own@example.com', role: 'admin', botIds: ['own'], password })
  await owner.post('/people', { email: 'other@example.com', role: 'admin', botIds: ['other'], password })
  const revoked = await makeKey({})
  await owner.delete(`/service-keys/${revoked.id}`)
  const expired = await makeKey({ expiresAt: new Date(Date.now() + 1_000).toISOString() })
  const withScopes = await makeKey({ botIds: ['own'] })
  const withoutScopes = async (scope: ServiceKeyScope) =>
    clientOf((await makeKey({ scopes: everyScope.filter((one) => one !== scope) })).key)
  server.advanceClock(2_000)
  Object.assign(askers, {
    'an anonymous caller': { kind: 'anonymous', reach: [], client: clientOf() },
    'an owner': await personAsker('second-owner@example.com', 'owner', ['own', 'other']),
    'an owner of the host': await hostAsker('owner', ['own', 'other']),
    'an admin of the host': await hostAsker('admin', ['own']),
    'an admin of another bot of the host': await hostAsker('admin', ['other']),
    'an admin of the bot': await personAsker('own@example.com', 'admin', ['own']),
    'an admin of another bot': await personAsker('other@example.com', 'admin', ['other']),
    'a key with every scope': {
      kind: 'key',
      reach: ['own'],
      scopes: everyScope,
      client: clientOf(withScopes.key),
    },
    'a key for another bot': {
      kind: 'key',
      reach: ['other'],
      scopes: everyScope,
      client: clientOf((await makeKey({ botIds: ['other'] })).key),
    },
    'a revoked key': { kind: 'dead key', reach: ['own'], client: clientOf(revoked.key) },
    'an expired key': { kind: 'dead key', reach: ['own'], client: clientOf(expired.key) },
  } satisfies Record<string, Asker>)
  for (const scope of everyScope)
    askers[`a key without ${scope}`] = {
      kind: 'key',
      reach: ['own'],
      scopes: everyScope.filter((one) => one !== scope),
      client: await withoutScopes(scope),
    }
})
afterAll(async () => {
  await server.close()
  await host.close()
})

type Verdict = 'let in' | 'not-signed-in' | 'invalid-service-key' | 'forbidden' | 'not-found'

function ruleOf({ people, scope, ofLocalPeople }: Row, { kind, scopes, isOfHost }: Asker): Verdict {
  if (people === 'anyone') return 'let in'
  if (kind === 'anonymous') return 'not-signed-in'
  if (isOfHost && ofLocalPeople) return 'forbidden'
  const isIn =
    kind === 'key'
      ? scope === 'any' || (scope !== undefined && scopes?.includes(scope))
      : people === 'admin' || (people === 'owner' && kind === 'owner')
  return isIn ? 'let in' : 'forbidden'
}

function expectedOf(row: Row, asker: Asker, bot: string | null): Verdict {
  if (asker.kind === 'dead key' && !row.ignoresInvalidCredentials) return 'invalid-service-key'
  const rule = ruleOf(row, asker)
  if (rule === 'not-signed-in' || bot === null) return rule
  const mayMake = row.makesBot && asker.kind === 'owner'
  const isHidden = !asker.reach.includes(bot) && !mayMake
  return isHidden ? 'not-found' : rule
}

function verdictOf(row: Row, answer: TestResponse): Verdict {
  const { slug, status } = problemOf(answer)
  if (row.people === 'anyone' || status < 400) return slug === 'invalid-service-key' ? slug : 'let in'
  if (row.namesNothing && slug === 'not-found') return 'let in'
  if (slug === 'not-signed-in' || slug === 'forbidden' || slug === 'not-found' || slug === 'invalid-service-key')
    return slug
  return 'let in'
}

const isWhole = (path: string) => !path.includes(':')

async function ask(route: string, row: Row, asker: Asker, bot: string | null): Promise<TestResponse> {
  const [method = '', template = ''] = route.split(' ')
  const mayReach = bot !== null && asker.reach.includes(bot) && ruleOf(row, asker) === 'let in'
  const prepared =
    row.prepare && (bot === null || mayReach) ? await row.prepare(bot ?? asker.reach[0] ?? 'own') : template
  const path = prepared.replace(':botId', bot ?? '').replace(/:\w+/, '00000000-0000-7000-8000-000000000000')
  expect(isWhole(path)).toBe(true)
  const client = await asker.client(row.endsSession)
  return await client.request(method, path, method === 'GET' ? {} : { body: {} })
}

/** Everything by which a stranger could distinguish two responses. */
function shown({ status, headers, body }: TestResponse) {
  const differing = ['x-request-id', 'date', 'connection', 'keep-alive']
  const shownHeaders = [...headers].filter(([name]) => !differing.includes(name))
  return { status, headers: shownHeaders, body: { ...body, requestId: '' } }
}

const listRoutes = (): string[] =>
  Object.values({ ...mailEndpoints, ...shellEndpoints }).map(({ method, path }) => `${method} ${path}`)

describe('every route', () => {
  it('says in the documentation whether anyone may call it', async () => {
    const { body } = await owner.get('/openapi.json')
    for (const [route, { people }] of Object.entries(rows)) {
      const [method = '', path = ''] = route.split(' ')
      const { security } = body.paths[`/api/v1${path.replace(/:(\w+)/g, '{$1}')}`][method.toLowerCase()]
      const expected = people === 'anyone' ? [] : [{ serviceKey: [] }, { session: [] }]
      expect({ route, security }).toEqual({ route, security: expected })
    }
  })

  it('is in this table, and the table has no other', () => {
    expect(listRoutes().sort()).toEqual(Object.keys(rows).sort())
  })

  it.each(Object.entries(rows))('%s admits the callers in the table, and no others', async (route, row) => {
    const wrong: string[] = []
    for (const [name, asker] of Object.entries(askers)) {
      for (const bot of route.includes(':botId') ? bots : [null]) {
        const answer = await ask(route, row, asker, bot)
        const [verdict, expected] = [verdictOf(row, answer), expectedOf(row, asker, bot)]
        if (verdict !== expected) wrong.push(`${name}, ${bot}: ${verdict} (${answer.status}) instead of ${expected}`)
        if (answer.status >= 500) wrong.push(`${name}, ${bot}: ${answer.text}`)
      }
    }
    expect(wrong).toEqual([])
  })

  it('does not reveal whether a bot exists that the caller has no access to', async () => {
    const differences: string[] = []
    for (const [route, row] of Object.entries(rows).filter(([route]) => route.includes(':botId')))
      for (const [name, asker] of Object.entries(askers)) {
        const bot = asker.reach.includes('own') ? 'other' : 'own'
        if (asker.kind === 'owner') continue
        const [other, missing] = [await ask(route, row, asker, bot), await ask(route, row, asker, 'missing')]
        if (JSON.stringify(shown(other)) !== JSON.stringify(shown(missing))) differences.push(`${route} tells ${name}`)
      }
    expect(differences).toEqual([])
  })

  it('is the same for a path with unusual spelling', async () => {
    const client = await (askers['an admin of another bot'] as Asker).client()
    const spellings = [
      '/bots/own/office365/',
      '//bots/own/office365',
      '/bots//own/office365',
      '/bots/own//office365',
      '/bots/%6fwn/office365',
      '/bots/own%2foffice365',
      '/bots/other/../own/office365',
      '/bots/other/%2e%2e/own/office365',
      '/bots/own;x/office365',
      '/BOTS/own/office365',
      '/bots/OWN/office365',
      '/bots/own/office365%00',
    ]
    for (const spelling of spellings) expect([spelling, (await client.get(spelling)).status]).toEqual([spelling, 404])
    const headers = { 'x-http-method-override': 'DELETE', 'x-original-url': '/api/v1/bots/own' }
    expect((await client.request('GET', '/bots/own', { headers })).status).toBe(404)
  })

  it('uses only the key if a request has a key and a cookie', async () => {
    const { key } = await makeKey({ scopes: ['messages:read'] })
    const headers = { authorization: `Bearer ${key}` }
    expect((await owner.request('GET', '/people', { headers })).status).toBe(403)
    expect((await owner.request('GET', '/bots/other', { headers })).status).toBe(404)
    expect((await owner.request('GET', '/bots', { headers: { authorization: 'Bearer nothing' } })).status).toBe(401)
  })
})
