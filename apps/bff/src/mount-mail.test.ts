import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { serve } from '@hono/node-server'
import { type MountedMail, openMail, type Principal, person, service } from '@office365-email/bff/mail'
import { type MicrosoftEmulator, startMicrosoftEmulator } from '@office365-email/microsoft-emulator'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { contoso } from './testing/start-sending-server.ts'
import { createServerDatabase } from './testing/test-database.ts'

const folder = mkdtempSync(join(tmpdir(), 'office365-email-mail-'))
const basePath = '/crm/plugins/mail'

/** The users of a host that identifies people by its own header. */
const users: Record<string, Principal> = {
  grace: person({ id: 'grace', name: 'Grace', role: 'admin', botIds: ['orders'], signedInAt: new Date() }),
  alan: person({ id: 'alan', name: 'Alan', role: 'owner', botIds: 'all', signedInAt: new Date(0) }),
  robot: service({ id: 'robot', name: 'Robot', scopes: ['messages:send', 'messages:read'], botIds: 'all' }),
}

const bots = [
  { id: 'orders', name: 'Orders' },
  { id: 'invoices', name: 'Invoices' },
]

let emulator: MicrosoftEmulator
let url: string
let close: () => Promise<void>
let deleteBot: (botId: string) => Promise<void>
let serveAt: (path: string) => void
let readAudit: () => ReturnType<MountedMail['listAudit']>

beforeAll(async () => {
  emulator = await startMicrosoftEmulator()
  setDefaultCACertificates([...getCACertificates('default'), emulator.caCertificate])
  const database = await createServerDatabase(folder)
  const mail = await openMail({
    settings: {
      DATABASE_URL: database.url,
      ENCRYPTION_KEYS_FILE: join(folder, 'keys'),
      MICROSOFT_LOGIN_URL: emulator.url,
      MICROSOFT_GRAPH_URL: emulator.url,
      LOG_LEVEL: 'silent',
    },
    pagesUrl: 'https://crm.example/settings/email-feature',
  })

  const app = new Hono<{ Variables: { user: string } }>()
  app.use(async (http, next) => {
    http.set('user', http.req.header('x-crm-user') ?? '')
    await next()
  })
  app.get('/crm/hello', (http) => http.text(`Hello ${http.get('user')}`))
  mail.serveIssuer(app, '/settings/email-feature')
  mail.serve(app, basePath, {
    authenticate: async (http) => users[http.get('user')] ?? null,
    bots: {
      list: async (scope) => bots.filter(({ id }) => scope === 'all' || scope.includes(id)),
      read: async (botId) => bots.find(({ id }) => id === botId.toLowerCase()) ?? null,
    },
  })
  mail.serve(app, '/crm/immediate', {
    authenticate: (http) => users[http.get('user')] ?? null,
    bots: { list: async () => bots, read: async () => null },
  })
  serveAt = (path) =>
    mail.serve(new Hono(), path, {
      authenticate: async () => null,
      bots: { list: async () => [], read: async () => null },
    })
  deleteBot = (botId) => mail.deleteBot(botId)
  readAudit = () => mail.listAudit({ reach: 'everything', limit: 100 })
  const server = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = async () => {
    mail.announceStop()
    await new Promise((resolve) => server.close(resolve))
    await mail.close()
    await database.drop()
    await emulator.close()
  }
})
afterAll(async () => {
  await close()
  rmSync(folder, { recursive: true })
})

async function call(user: string, method: string, path: string, body?: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { 'x-crm-user': user, ...(body && { 'content-type': 'application/json' }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  })
  const parsed: { id: string; state: string } = JSON.parse(await response.text())
  return { status: response.status, headers: response.headers, body: parsed }
}

it('serves only the mail feature, below the path of a host that is not the shell', async () => {
  const bot = `${basePath}/bots/orders`
  expect(await call('grace', 'GET', `${bot}/office365`)).toMatchObject({ status: 200, body: { state: 'unconfigured' } })
  expect(await call('grace', 'PUT', `${bot}/office365`, contoso)).toMatchObject({
    status: 200,
    body: { state: 'locked', savedBy: { id: 'grace', name: 'Grace' } },
  })
  expect(await call('grace', 'POST', `${bot}/test-messages`, { to: 'ada@example.com' })).toMatchObject({
    status: 200,
    body: { outcome: 'accepted' },
  })

  const message = { to: ['ada@example.com'], subject: 'Hello', text: 'From a host' }
  const queued = await call('robot', 'POST', `${bot}/messages`, message, { prefer: 'respond-async' })
  expect(queued).toMatchObject({ status: 202, body: { state: 'queued' } })
  const location = queued.headers.get('location') ?? ''
  expect(location).toBe(`${bot}/messages/${queued.body.id}`)
  await expect.poll(async () => (await call('robot', 'GET', location)).body.state).toBe('accepted')
  expect(emulator.sentMail()).toHaveLength(2)
})

it('lets the host decide who the caller is, and which bots they have access to', async () => {
  expect((await call('nobody', 'GET', `${basePath}/bots/orders/office365`)).status).toBe(401)
  expect((await call('grace', 'GET', `${basePath}/bots/invoices/office365`)).status).toBe(404)
  expect((await call('robot', 'PUT', `${basePath}/bots/orders/office365`, contoso)).status).toBe(403)
})

it('takes the caller from the host also without a promise', async () => {
  expect((await call('grace', 'GET', '/crm/immediate/bots/invoices/office365')).status).toBe(404)
  expect((await call('nobody', 'POST', '/crm/immediate/intake/read', { token: 'x'.repeat(43) })).status).toBe(404)
})

it('serves nothing of the stand-in dashboard', async () => {
  for (const path of ['/session', '/people', '/service-keys', '/bots'])
    expect((await fetch(`${url}${basePath}${path}`, { headers: { 'x-crm-user': 'grace' } })).status).toBe(404)
})

it('records who did what for the host', async () => {
  const events = (await readAudit()).map(({ event }) => [event.action, event.actor.name, event.botId])
  expect(events).toContainEqual(['office365.submitted', 'Grace', 'orders'])
})

it('makes links to the pages of the host, only after a recent sign-in', async () => {
  const path = `${basePath}/bots/orders/intake-links`
  const created = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { 'x-crm-user': 'grace', 'content-type': 'application/json' },
    body: JSON.stringify({ expiresInHours: 24 }),
  })
  expect(await created.json()).toMatchObject({
    url: expect.stringMatching(/^https:\/\/crm\.example\/settings\/email-feature\/intake#/),
  })
  expect((await call('alan', 'POST', path, { expiresInHours: 24 })).status).toBe(403)
})

it('refuses requests of other sites that carry a cookie', async () => {
  const change = (headers: Record<string, string>) =>
    call('grace', 'POST', `${basePath}/bots/orders/office365/reset`, undefined, { cookie: 'crm-session=1', ...headers })
  expect((await change({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await change({ origin: 'https://other.example' })).status).toBe(403)
  expect((await change({ origin: 'https://crm.example' })).status).toBe(200)
})

it('refuses requests of other sites with any credentials that a browser or a proxy adds', async () => {
  const change = async (headers: Record<string, string>) =>
    (await call('grace', 'POST', `${basePath}/bots/orders/office365/reset`, undefined, headers)).status
  for (const authorization of [undefined, 'Basic YTpi', 'Negotiate YTpi'])
    for (const evil of [{ origin: 'https://other.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }])
      expect(await change({ ...evil, ...(authorization && { authorization }) })).toBe(403)
  for (const own of [{ origin: 'https://crm.example' }, { 'sec-fetch-site': 'same-origin' }, {}])
    expect(await change({ ...own, authorization: 'Basic YTpi' })).toBe(200)
  expect(await change({ origin: 'https://other.example', authorization: 'Bearer key' })).toBe(200)
  expect(await change({ origin: 'https://other.example', authorization: 'Bearer key', cookie: 'a=b' })).toBe(403)
})

it('does not serve a bot under another ID than its own', async () => {
  // As a database compares texts that ignores capital letters.
  expect((await call('robot', 'GET', `${basePath}/bots/ORDERS/messages`)).status).toBe(404)
  expect((await call('robot', 'GET', `${basePath}/bots/orders/messages`)).status).toBe(200)
})

it.each(['', '/', 'api', '/api/', '/api/:tenant', '/api/*', '/a//b', '/a?b'])(
  'refuses the path %j, which would catch other paths of the host, or none',
  (path) => {
    expect(() => serveAt(path)).toThrow(/basePath/)
  },
)

it('serves the documents of its issuer below the path of the pages', async () => {
  const issuer = 'https://crm.example/settings/email-feature'
  const answer = await fetch(`${url}/settings/email-feature/.well-known/openid-configuration`)
  expect(await answer.json()).toMatchObject({ issuer, jwks_uri: `${issuer}/.well-known/jwks` })
})

it('leaves the other paths of the host alone', async () => {
  const response = await fetch(`${url}/crm/hello`, { headers: { 'x-crm-user': 'grace' } })
  expect(await response.text()).toBe('Hello grace')
  expect((await fetch(`${url}/nowhere`)).headers.get('content-type')).toMatch(/^text\/plain/)
})

it('leaves nothing of a bot that the host deleted to a new bot with its ID', async () => {
  const [orders] = bots.splice(0, 1)
  await deleteBot('orders')
  expect((await call('grace', 'GET', `${basePath}/bots/orders/office365`)).status).toBe(404)
  if (orders) bots.unshift(orders)
  expect(await call('grace', 'GET', `${basePath}/bots/orders/office365`)).toMatchObject({
    status: 200,
    body: { state: 'unconfigured' },
  })
  const { body } = await call('grace', 'GET', `${basePath}/bots/orders/messages`)
  expect(body).toMatchObject({ messages: [] })
})
