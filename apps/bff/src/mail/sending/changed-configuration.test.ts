import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { example } from '@office365-email/microsoft-emulator'
import { beforeEach, describe, expect, it } from 'vitest'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import { contoso, mail, type SendingServer, startSendingServer, until } from '../../testing/start-sending-server.ts'
import { createTestClient, problemOf, type TestClient } from '../../testing/test-client.ts'

const bot = '/bots/orders'
const configuration = `${bot}/office365`
const ceo = { userId: example.otherUserId, userEmail: example.otherUserEmail }
const otherApplication = { clientId: example.tooPowerfulClientId }

let server: SendingServer
let admin: TestClient
/** Has access to every bot, and so to the next one with the same ID too. */
let service: TestClient

beforeEach(async () => {
  server = await startSendingServer()
  admin = server.admin
  await admin.put(bot, { name: 'Orders' })
  await configure()
  const scopes = ['messages:send', 'messages:read']
  const { key } = (await admin.post('/service-keys', { name: 'All', scopes, botIds: 'all' })).body
  service = createTestClient(server.url, server.url, key)
  return () => server.close()
})

async function configure(values: object = {}) {
  const answer = await admin.put(configuration, { ...contoso, ...values })
  expect(answer.status).toBe(200)
  return answer
}
async function submitAnew(values: object) {
  await admin.post(`${configuration}/reset`)
  await configure(values)
}
const remove = () => admin.delete(configuration)
async function createAgain() {
  await remove()
  expect((await admin.delete(bot)).status).toBe(204)
  expect((await admin.put(bot, { name: 'Orders of others' })).status).toBe(201)
}
async function createAgainConfigured(values: object = {}) {
  await createAgain()
  await configure(values)
}
const send = (headers: Record<string, string> = {}) => service.post(`${bot}/messages`, mail(), headers)
const listed = async () => (await admin.get(`${bot}/messages`)).body.messages
const health = async () => (await admin.get(configuration)).body.health
const sent = () => server.emulator.sentMail()
const clients = () => sent().map(({ clientId }) => clientId)
const submissions = () => server.emulator.requests().filter(({ route }) => route === 'sendMail').length
const waiting = (messages = 1) =>
  until(
    async () => server.dependencies.mail.services.lanes.depth().waiting,
    (count) => count >= messages,
  )
/** The next message is accepted, and those after it wait for this long. */
async function pauseLane(seconds: number) {
  server.emulator.failNext({ on: 'sendMail', kind: '202-with-retry-after', seconds })
  expect((await send()).status).toBe(202)
}

describe('the access token', () => {
  it('of a removed configuration sends nothing for a bot that is created again', async () => {
    expect((await send()).status).toBe(202)
    await createAgainConfigured({ ...ceo, ...otherApplication })
    expect((await send()).status).toBe(202)
    expect(clients()).toEqual([example.clientId, example.tooPowerfulClientId])
  })

  it('of a removed configuration sends nothing for the next one of the same bot', async () => {
    expect((await send()).status).toBe(202)
    await remove()
    await configure(otherApplication)
    expect((await send()).status).toBe(202)
    expect(clients()).toEqual([example.clientId, example.tooPowerfulClientId])
  })

  it('that arrives after another version was saved sends nothing', async () => {
    server.emulator.failNext({ on: 'token', kind: 'slow', delayMs: 1_500, match: example.clientId })
    const tokens = server.emulator.tokenRequests().length
    const answer = send()
    await expect.poll(() => server.emulator.tokenRequests().length).toBe(tokens + 1)
    await submitAnew(otherApplication)
    expect((await answer).status).toBe(202)
    expect(clients()).toEqual([example.tooPowerfulClientId])
  })

  it('that is refused for replaced values does not fail the message', async () => {
    server.emulator.failNext({ on: 'token', kind: 'slow', delayMs: 1_500, match: example.clientId })
    const tokens = server.emulator.tokenRequests().length
    const answer = send()
    await expect.poll(() => server.emulator.tokenRequests().length).toBe(tokens + 1)
    await submitAnew(otherApplication)
    server.emulator.control.expireSecret({ clientId: example.clientId })
    expect((await answer).status).toBe(202)
    expect(clients()).toEqual([example.tooPowerfulClientId])
    expect(await health()).toMatchObject({ state: 'working' })
  })
})

describe('a version', () => {
  it('never repeats, so that no older ETag matches the bot that is created again', async () => {
    const tag = async () => (await admin.get(configuration)).headers.get('etag') ?? ''
    const locked = await tag()
    await remove()
    const removed = await tag()
    await createAgain()
    const { body } = await admin.get(configuration)
    expect(body).toMatchObject({ state: 'unconfigured', health: { state: 'untested' } })
    const created = await tag()
    await createAgain()
    for (const old of ['"0"', locked, removed, created]) {
      const stale = await admin.put(configuration, { ...contoso }, { 'if-match': old })
      expect(problemOf(stale)).toMatchObject({ status: 412 })
    }
    expect((await admin.put(configuration, contoso, { 'if-match': await tag() })).status).toBe(200)
    expect(new Set([locked, removed, created, await tag()]).size).toBe(4)
  })

  it('is 0 for a bot that was never configured', async () => {
    await admin.put('/bots/fresh', { name: 'Fresh' })
    await admin.delete('/bots/fresh')
    await admin.put('/bots/fresh', { name: 'Fresh' })
    expect((await admin.get('/bots/fresh/office365')).body.version).toBe(0)
  })

  it('shows nothing of its generation', async () => {
    const saved = await server.dependencies.storage.configurations.read('orders')
    const { generation } = saved.state === 'unconfigured' ? { generation: '' } : saved
    expect(generation).not.toBe('')
    await submitAnew({})
    expect(await server.dependencies.storage.configurations.read('orders')).toMatchObject({ generation })
    const answers = await Promise.all(['/bots', bot, configuration, '/audit-events'].map((path) => admin.get(path)))
    for (const answer of answers) expect(answer.text).not.toContain(generation)
    await remove()
    await configure()
    expect(await server.dependencies.storage.configurations.read('orders')).not.toMatchObject({ generation })
  })
})

describe('a message that waits for its lane', () => {
  it.each([
    ['the configuration is removed', remove, 'not-configured'],
    ['the bot is deleted', async () => void ((await remove()) && (await admin.delete(bot))), 'not-configured'],
    ['the bot is created again', createAgain, 'not-configured'],
    ['the bot is created again for the same mailbox', createAgainConfigured, 'not-possible-now'],
    [
      'it is removed and configured again',
      async () => void ((await remove()) && (await configure())),
      'not-possible-now',
    ],
    ['another mailbox is submitted', () => submitAnew(ceo), 'not-possible-now'],
  ])('is not sent once %s', async (_name, change, slug) => {
    await pauseLane(3)
    const answer = send({ 'idempotency-key': 'k' })
    const test = admin.post(`${bot}/test-messages`, { to: 'ada@example.com' })
    await waiting(2)
    await change()
    const before = await listed()
    expect(problemOf(await answer)).toMatchObject({ status: 409, slug })
    expect((await answer).body).not.toHaveProperty('messageId')
    expect(problemOf(await test)).toMatchObject({ status: 409, slug })
    expect(sent()).toHaveLength(1)
    expect(await listed()).toEqual(before)
    expect((await send({ 'idempotency-key': 'k' })).headers.get('idempotent-replayed')).toBeNull()
  })

  it('is sent with the values that are saved when its turn comes', async () => {
    await pauseLane(3)
    const answer = send()
    await waiting()
    await submitAnew(otherApplication)
    expect((await answer).status).toBe(202)
    expect(clients()).toEqual([example.clientId, example.tooPowerfulClientId])
  })

  it('is not tried again after the configuration was removed, and says so', async () => {
    server.emulator.failNext({ on: 'sendMail', kind: 'throttle', retryAfter: 1 })
    const answer = send({ 'idempotency-key': 'k' })
    await waiting()
    await remove()
    expect(problemOf(await answer)).toMatchObject({ status: 409, slug: 'not-configured' })
    const [message] = await listed()
    expect(message).toMatchObject({ id: (await answer).body.messageId, state: 'failed', attempts: 1 })
    expect(message.diagnosis.title).toMatch(/configuration was changed/)
    expect(sent()).toEqual([])
  })

  it('leaves no row for a bot that is created again', async () => {
    server.emulator.failNext({ on: 'sendMail', kind: 'throttle', retryAfter: 3 })
    const answer = send()
    await waiting()
    await createAgainConfigured()
    expect(problemOf(await answer)).toMatchObject({ status: 409, slug: 'not-possible-now' })
    expect(await listed()).toEqual([])
    expect(sent()).toEqual([])
  })
})

describe('an asynchronous message', () => {
  const enqueue = async () => (await send({ prefer: 'respond-async' })).body.id

  it('that certainly was not sent is not queued again after its configuration was removed', async () => {
    const id = await enqueue()
    const { queueWorker, services } = server.dependencies.mail
    const { configurations, clock } = services
    const actor = { kind: 'system', id: 'test', name: 'test' } as const
    const context = { actor, requestId: null, ip: null, now: clock(), newId: () => 'removal' }
    const removeWhileInFlight = () => {
      void configurations.remove('orders', auditEvent(context, 'office365.removed', { botId: 'orders' }))
      return true
    }
    server.emulator.failNext({ on: 'sendMail', kind: 'throttle', retryAfter: 1, match: removeWhileInFlight })
    await queueWorker.start()
    await until(
      async () => (await admin.get(configuration)).body,
      ({ state }) => state === 'unconfigured',
    )
    await configure()
    const message = await until(
      async () => (await admin.get(`${bot}/messages/${id}`)).body,
      ({ state }) => state !== 'sending',
    )
    expect(message).toMatchObject({ state: 'failed', attempts: 1 })
    expect(message.diagnosis.title).toMatch(/configuration was changed/)
    await wait(1_300)
    expect(sent()).toEqual([])
  })

  it('is deleted with its bot, and is not sent for the next one', async () => {
    const id = await enqueue()
    await createAgainConfigured()
    await server.dependencies.mail.queueWorker.start()
    await send({ prefer: 'respond-async' })
    await until(
      async () => sent().length,
      (count) => count > 0,
    )
    expect(await listed()).toHaveLength(1)
    expect((await admin.get(`${bot}/messages/${id}`)).status).toBe(404)
    expect(sent()).toHaveLength(1)
  })
})

describe('a message that was submitted before its bot was deleted', () => {
  it.each([
    ['accepted', { kind: 'slow', delayMs: 700 }, 202],
    ['unknown', { kind: 'answer', status: 504, body: {} }, 504],
  ] as const)('and is %s then leaves nothing in the next bot', async (_name, fault, status) => {
    server.emulator.failNext({ on: 'sendMail', ...fault })
    const answer = send({ 'idempotency-key': 'k' })
    await until(
      async () => submissions(),
      (count) => count === 1,
    )
    await createAgainConfigured()
    expect((await answer).status).toBe(status)
    expect(await listed()).toEqual([])
    expect(await health()).toMatchObject({ state: 'untested' })
    expect((await admin.get(configuration)).body.lastAcceptedAt).toBeNull()
    expect((await send({ 'idempotency-key': 'k' })).headers.get('idempotent-replayed')).toBeNull()
  })

  it('does not change the health of a bot without a configuration', async () => {
    server.emulator.failNext({ on: 'sendMail', kind: 'slow', delayMs: 500 })
    const answer = send()
    await until(
      async () => submissions(),
      (count) => count === 1,
    )
    await remove()
    expect((await answer).status).toBe(202)
    expect((await admin.get(bot)).body.office365).toMatchObject({ state: 'unconfigured', health: 'untested' })
  })
})

describe('a check that ends after its bot was deleted', () => {
  it('leaves neither health nor an event for the next one', async () => {
    server.emulator.failNext({ on: 'token', kind: 'slow', delayMs: 1_500, match: example.clientId })
    const tokens = server.emulator.tokenRequests().length
    const answer = admin.post(`${configuration}/checks`)
    await until(
      async () => server.emulator.tokenRequests().length,
      (count) => count > tokens,
    )
    await createAgain()
    expect((await answer).status).toBe(200)
    const events = (await admin.get('/audit-events?botId=orders&limit=200')).body.auditEvents
    expect(events[0]).toMatchObject({ action: 'bot.created' })
  })
})

describe('a Submit', () => {
  it.each([
    ['deleted', () => admin.delete('/bots/new')],
    [
      'created again',
      async () => void ((await admin.delete('/bots/new')) && (await admin.put('/bots/new', { name: 'B' }))),
    ],
  ])('saves nothing for a bot that is %s during the check with Microsoft', async (_name, change) => {
    await admin.put('/bots/new', { name: 'New' })
    server.emulator.failNext({ on: 'token', kind: 'slow', delayMs: 500, match: example.clientId })
    const tokens = server.emulator.tokenRequests().length
    const answer = admin.put('/bots/new/office365', contoso)
    await until(
      async () => server.emulator.tokenRequests().length,
      (count) => count > tokens,
    )
    await change()
    expect(problemOf(await answer)).toMatchObject({ status: 404, slug: 'not-found' })
    await admin.put('/bots/new', { name: 'New' })
    expect((await admin.get('/bots/new/office365')).body).toMatchObject({ state: 'unconfigured' })
  })
})

it('sends nothing with the key of a bot that is created again while the body of a request arrives', async () => {
  const ofOne = { name: 'One', scopes: ['messages:send'], botIds: ['orders'] }
  const { key } = (await admin.post('/service-keys', ofOne)).body
  const body = JSON.stringify(mail())
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  const answer = text(socket)
  const head = [
    `POST /api/v1${bot}/messages HTTP/1.1`,
    `host: ${new URL(server.url).host}`,
    `authorization: Bearer ${key}`,
    'content-type: application/json',
    'connection: close',
    `content-length: ${body.length}`,
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 5)}`)
  await wait(200)
  await createAgainConfigured()
  socket.write(body.slice(5))
  expect(await answer).toMatch(/^HTTP\/1.1 40[14]/)
  expect(sent()).toEqual([])
})
