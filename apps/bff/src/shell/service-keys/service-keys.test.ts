import { example } from '@office365-email/microsoft-emulator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCommand } from '../../testing/run-program.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { createTestClient, problemOf, type TestClient } from '../../testing/test-client.ts'

const minute = 60_000
let server: TestServer
let admin: TestClient

beforeAll(async () => {
  server = await startTestServer()
  admin = await server.signIn()
  for (const bot of ['orders', 'invoices']) {
    await admin.put(`/bots/${bot}`, { name: bot })
    await admin.put(`/bots/${bot}/office365`, {
      userEmail: example.userEmail,
      clientId: example.clientId,
      tenantId: example.tenantId,
      userId: example.userId,
      clientSecret: example.secret,
    })
  }
})
afterAll(() => server.close())

async function makeKey(values: object = {}) {
  const newKey = { name: 'orders service', botIds: ['orders'], scopes: ['messages:send'], ...values }
  const answer = await admin.post('/service-keys', newKey)
  expect(answer.status).toBe(201)
  const { key, ...shown } = answer.body
  return { key, shown, service: createTestClient(server.url, '', key) }
}
const listed = async (id: string) =>
  (await admin.get('/service-keys')).body.serviceKeys.find((one: { id: string }) => one.id === id)
const send = (service: TestClient, values: object = {}, headers?: Record<string, string>) =>
  service.post(
    '/bots/orders/messages',
    { to: ['ada@example.com'], subject: 'Hello', text: 'Hello', ...values },
    headers,
  )

describe('a service key', () => {
  it('is shown once, can be recognized, and lists its rights', async () => {
    const { key, shown } = await makeKey({ recipientDomains: ['Example.com', 'bücher.example'], dailyQuota: 5 })
    expect(key).toMatch(/^o365_[A-Za-z0-9_-]{43}_[0-9a-f]{8}$/)
    expect(shown).toMatchObject({
      botIds: ['orders'],
      scopes: ['messages:send'],
      recipientDomains: ['example.com', 'xn--bcher-kva.example'],
      dailyQuota: 5,
      lastUsedAt: null,
      revokedAt: null,
    })
    expect(await listed(shown.id)).toEqual(shown)
    expect((await admin.get('/service-keys')).text).not.toContain(key)
  })

  it('stops working immediately when it is revoked, and when it expires', async () => {
    const revoked = await makeKey()
    expect((await send(revoked.service)).status).toBe(202)
    await admin.delete(`/service-keys/${revoked.shown.id}`)
    expect(problemOf(await send(revoked.service))).toMatchObject({ status: 401, slug: 'invalid-service-key' })

    const expiresAt = new Date(Date.now() + minute).toISOString()
    const expiring = await makeKey({ expiresAt })
    expect((await send(expiring.service)).status).toBe(202)
    server.advanceClock(minute)
    expect(problemOf(await send(expiring.service))).toMatchObject({ status: 401, slug: 'invalid-service-key' })
    server.advanceClock(-minute)
  })

  it('shows when it was last used', async () => {
    const { service, shown } = await makeKey()
    await send(service)
    await server.dependencies.serviceKeyAuthentication.flush()
    expect(Date.parse((await listed(shown.id)).lastUsedAt)).toBeGreaterThan(Date.now() - minute)
  })

  it('sends only to its domains, however the address is written', async () => {
    const { service } = await makeKey({ recipientDomains: ['example.com'] })
    expect((await send(service, { to: ['Ada@EXAMPLE.com'] })).status).toBe(202)
    const before = server.emulator.sentMail().length
    const answer = await send(service, {
      to: ['ada@example.com', 'eve@evil.example'],
      cc: [{ address: 'eve@sub.example.com', name: 'a@example.com' }],
      bcc: ['eve@example.com.evil.example'],
    })
    expect(problemOf(answer)).toEqual({ status: 403, slug: 'forbidden', pointers: ['/to/1', '/cc/0', '/bcc/0'] })
    expect(answer.text).not.toContain('evil')
    expect(server.emulator.sentMail()).toHaveLength(before)
  })

  it('sends to no more recipients a day than its quota, and to as many again the next day', async () => {
    const { service } = await makeKey({ dailyQuota: 3 })
    expect((await send(service, { to: ['a@example.com'], cc: ['b@example.com'] })).status).toBe(202)
    const refused = await send(service, { to: ['a@example.com'], bcc: ['b@example.com'] })
    expect(problemOf(refused)).toMatchObject({ status: 429, slug: 'rate-limited' })
    expect(refused.body.retryAfterSeconds).toBeLessThanOrEqual(86_400)
    expect(Number(refused.headers.get('retry-after'))).toBe(refused.body.retryAfterSeconds)
    expect((await send(service)).status).toBe(202)
    expect((await send(service)).status).toBe(429)
    server.advanceClock(24 * 60 * minute)
    expect((await send(service)).status).toBe(202)
    server.advanceClock(-24 * 60 * minute)
  })

  it('counts a repeated request once, and keeps its quota with concurrent requests', async () => {
    const { service } = await makeKey({ dailyQuota: 5 })
    for (let time = 0; time < 3; time += 1)
      expect((await send(service, {}, { 'idempotency-key': 'order-1' })).status).toBe(202)
    const answers = await Promise.all(Array.from({ length: 12 }, () => send(service, {}, { prefer: 'respond-async' })))
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(4)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(8)
  })

  it.each([
    ['no scope', { scopes: [] }, ['/scopes']],
    ['an unknown scope', { scopes: ['everything'] }, ['/scopes/0']],
    ['no bot', { botIds: [] }, expect.any(Array)],
    ['a domain that is none', { recipientDomains: ['a@example.com'] }, ['/recipientDomains/0']],
    ['no domain', { recipientDomains: [] }, ['/recipientDomains']],
    ['no quota worth its name', { dailyQuota: 0 }, ['/dailyQuota']],
    ['an owner of its own choice', { createdBy: 'me' }, ['']],
  ])('is not created with %s', async (_name, change, pointers) => {
    const newKey = { name: 'k', botIds: ['orders'], scopes: ['messages:send'], ...change }
    const answer = await admin.post('/service-keys', newKey)
    expect(problemOf(answer)).toEqual({ status: 422, slug: 'invalid-request', pointers })
  })

  it('is revoked with its only bot, which the audit log shows, and is then shown only to owners', async () => {
    await admin.put('/bots/short', { name: 'Short' })
    const { shown } = await makeKey({ botIds: ['short'] })
    expect((await admin.delete('/bots/short')).status).toBe(204)
    expect(await listed(shown.id)).toMatchObject({ botIds: [], revokedAt: expect.any(String) })
    const { auditEvents } = (await admin.get('/audit-events?action=service-key.revoked')).body
    expect(auditEvents[0]).toMatchObject({ botId: 'short', details: { serviceKeyId: shown.id } })

    const person = { email: 'eve@example.com', password: 'correct horse battery', role: 'admin', botIds: ['orders'] }
    expect((await admin.post('/people', person)).status).toBe(201)
    const eve = await server.signIn({ email: person.email, password: person.password })
    expect((await eve.get('/service-keys')).body.serviceKeys.map(({ id }: { id: string }) => id)).not.toContain(
      shown.id,
    )
    expect((await eve.delete(`/service-keys/${shown.id}`)).status).toBe(404)
  })

  it('cannot be guessed without a limit', { timeout: 30_000 }, async () => {
    const own = await startTestServer()
    try {
      const stranger = createTestClient(own.url, '', 'o365_not-a-key')
      const statuses = new Map<number, number>()
      for (let tries = 0; tries < 1_210; tries += 1) {
        const { status } = await stranger.get('/bots')
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
      expect([...statuses]).toEqual([
        [401, 1_200],
        [429, 10],
      ])
    } finally {
      await own.close()
    }
  })

  it.each([
    ['without one', undefined],
    ['with a wrong one', 'o365_not-a-key'],
  ])('is needed to send without a limit on requests: %s there is one', { timeout: 30_000 }, async (_name, key) => {
    const own = await startTestServer({ emulator: server.emulator })
    try {
      const stranger = createTestClient(own.url, '', key)
      const statuses = new Map<number, number>()
      for (let tries = 0; tries < 1_210; tries += 1) {
        const { status } = await stranger.post('/bots/orders/messages', { to: ['a@example.com'] })
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
      expect([...statuses]).toEqual([
        [401, 1_200],
        [429, 10],
      ])
    } finally {
      await own.close()
    }
  })

  it('can also be created, listed and revoked on the command line', { timeout: 30_000 }, async () => {
    const environment = server.environment
    const make =
      'service-keys create --name cli --bot orders --scope messages:send --recipient-domain example.com --daily-quota 9'
    const { output } = await runCommand(make.split(' '), environment)
    const service = createTestClient(server.url, '', output.trim())
    expect((await send(service)).status).toBe(202)
    const [key] = (await admin.get('/service-keys')).body.serviceKeys
    expect(key).toMatchObject({
      name: 'cli',
      recipientDomains: ['example.com'],
      dailyQuota: 9,
      createdBy: { kind: 'operator' },
    })
    expect((await runCommand(['service-keys', 'revoke', key.id], environment)).exitCode).toBe(0)
    // With PostgreSQL, a server notices within a second what another process has changed.
    await expect.poll(async () => (await send(service)).status, { timeout: 5_000 }).toBe(401)
    expect((await runCommand(['service-keys', 'list'], environment)).output).toMatch(
      /cli\torders\tmessages:send\trevoked/,
    )
  })
})
