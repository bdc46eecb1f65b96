import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { type MicrosoftEmulator, startMicrosoftEmulator } from '@office365-email/microsoft-emulator'
import { Hono } from 'hono'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parseConfig } from '../config/config.ts'
import { auditEvent } from '../ground/audit/audit-event.ts'
import type { Environment } from '../ground/http/environment.ts'
import { createErrorHandler } from '../ground/http/error-handler.ts'
import { listen } from '../ground/http/listen.ts'
import type { Principal } from '../ground/http/principal.ts'
import { createRateLimits } from '../ground/http/rate-limits.ts'
import { beginRequest } from '../ground/http/request-context.ts'
import { createLogger } from '../ground/observability/logger.ts'
import { createRequestContext } from '../ground/request-context.ts'
import { openKeyRing } from '../ground/secrets/key-file.ts'
import { createVault } from '../ground/secrets/vault.ts'
import { openStorage } from '../storage/open-storage.ts'
import { contoso } from '../testing/start-sending-server.ts'
import { createMail } from './create-mail.ts'

const folder = mkdtempSync(join(tmpdir(), 'office365-email-mail-'))
const basePath = '/crm/plugins/mail'

/** The users of a host that identifies people by its own header. */
const users: Record<string, Principal> = {
  grace: {
    kind: 'person',
    id: 'grace',
    name: 'Grace',
    role: 'admin',
    botIds: ['orders'],
    limitKey: 'grace',
    isFresh: () => true,
    isOwnPassword: null,
  },
  robot: {
    kind: 'service',
    id: 'robot',
    name: 'Robot',
    scopes: ['messages:send', 'messages:read'],
    botIds: 'all',
    limitKey: 'robot',
    limitSending: async () => undefined,
  },
}

let emulator: MicrosoftEmulator
let url: string
let close: () => Promise<void>

beforeAll(async () => {
  emulator = await startMicrosoftEmulator()
  setDefaultCACertificates([...getCACertificates('default'), emulator.caCertificate])
  const config = parseConfig({ MICROSOFT_LOGIN_URL: emulator.url, MICROSOFT_GRAPH_URL: emulator.url })
  const storage = openStorage(join(folder, 'host.db'))
  const encryptionKeys = openKeyRing(join(folder, 'keys'), { databaseIsEmpty: true, onRefused: () => undefined })
  const clock = () => new Date()
  const context = createRequestContext({ kind: 'system', id: 'host', name: 'host' }, clock())
  for (const id of ['orders', 'invoices']) {
    const [created, renamed] = [auditEvent(context, 'bot.created'), auditEvent(context, 'bot.renamed')]
    await storage.bots.save({ id, name: id }, { created, renamed })
  }
  const logger = createLogger('silent')
  const vault = createVault(encryptionKeys)
  const mail = createMail({ storage, vault, encryptionKeys, config, logger, clock })

  const app = new Hono<Environment>()
  app.onError(createErrorHandler(logger))
  app.use((http, next) => {
    beginRequest(http, 0)
    return next()
  })
  mail.serve(app, basePath, {
    clock,
    bots: storage.bots,
    audit: storage.audit,
    rateLimits: createRateLimits(),
    publicUrl: config.publicUrl,
    hasCookie: () => false,
    authenticate: async (http) => users[http.req.header('x-crm-user') ?? ''] ?? null,
  })
  const { server, port } = await listen(app, { host: '127.0.0.1', port: 0 })
  await mail.prepare(clock())
  await mail.start()
  url = `http://127.0.0.1:${port}`
  close = async () => {
    server.closeAllConnections()
    server.close()
    await mail.abandonRequests()
    await mail.stop()
    await storage.close()
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

it('serves nothing of the stand-in dashboard', async () => {
  for (const path of ['/session', '/people', '/service-keys', '/bots'])
    expect((await fetch(`${url}${basePath}${path}`, { headers: { 'x-crm-user': 'grace' } })).status).toBe(404)
})
