import { createHmac } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { alertTypes } from '@office365-email/shared/alert-webhook'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mail, until, contoso as values } from '../../testing/start-sending-server.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { createTestClient, problemOf, type TestClient } from '../../testing/test-client.ts'
import { checkHealthDaily, isBetween, momentOf } from './check-health-daily.ts'
import { createWebhookSender } from './webhook-sender.ts'

const day = 24 * 60 * 60_000

interface Received {
  headers: Record<string, string | string[] | undefined>
  body: string
}
let receiver: Server
let address: string
let received: Received[] = []
let answers: number[] = []

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => {
      received.push({ headers: request.headers, body })
      const status = answers.shift() ?? 204
      response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:1/elsewhere' } : {}).end()
    })
  })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  address = `127.0.0.1:${(receiver.address() as AddressInfo).port}`
})
afterAll(() => {
  receiver.closeAllConnections()
  receiver.close()
})

let server: TestServer
let owner: TestClient
let now: Date
let webhook: { id: string; signingSecret: string }

beforeEach(async () => {
  received = []
  answers = []
  server = await startTestServer({ environment: { ALERT_WEBHOOK_HOSTS: address } })
  owner = await server.signIn()
  now = new Date()
  await owner.put('/bots/orders', { name: 'Orders' })
  const made = await owner.post('/alert-webhooks', { url: `http://${address}/hook` })
  if (made.status !== 201) throw new Error(`the webhook was answered with ${made.status}`)
  webhook = made.body
})
afterEach(() => server.close())

const dateIn = (days: number) => new Date(now.getTime() + days * day).toISOString().slice(0, 10)
const configure = (changes: object = {}) => owner.put('/bots/orders/office365', { ...values, ...changes })
/** A round of the watch, some days from now, without a daily check. */
const watch = async (days = 0) => {
  const at = new Date(now.getTime() + days * day)
  await server.dependencies.mail.watchOnce(at, at)
}
const reported = () => received.map(({ body }) => JSON.parse(body))

describe('a secret that expires', () => {
  it('is reported 30, 14, 7 and 1 days before, and when it has expired, each once', async () => {
    await configure({ secretExpiresOn: dateIn(40) })
    for (let days = 0; days <= 45; days += 1) {
      await watch(days)
      await watch(days)
    }
    expect(reported().map(({ type, daysLeft }) => [type, daysLeft])).toEqual([
      ['secret-expires', 30],
      ['secret-expires', 14],
      ['secret-expires', 7],
      ['secret-expires', 1],
      ['secret-expired', -1],
    ])
    expect(reported()[0]).toEqual({
      type: 'secret-expires',
      at: expect.any(String),
      title: 'The client secret of Orders expires in 30 days',
      bot: { id: 'orders', name: 'Orders' },
      expiresOn: dateIn(40),
      daysLeft: 30,
      url: expect.stringMatching(/\/bots\/orders\/settings\/email\/office365$/),
    })
    expect(JSON.stringify(received)).not.toContain(values.clientSecret)
  })

  it('is reported once if several reminders are due, and again for a new secret', async () => {
    await configure({ secretExpiresOn: dateIn(5) })
    await watch()
    expect(reported().map(({ daysLeft }) => daysLeft)).toEqual([5])
    await owner.post('/bots/orders/office365/reset')
    await configure({ secretExpiresOn: dateIn(6) })
    await watch()
    await watch()
    expect(reported().map(({ daysLeft }) => daysLeft)).toEqual([5, 6])
  })

  it('is not reported if no one entered a date', async () => {
    await configure()
    for (const days of [0, 100, 1_000]) await watch(days)
    expect(received).toEqual([])
  })
})

const checks = () => owner.post('/bots/orders/office365/checks')
const test = () => owner.post('/bots/orders/test-messages', { to: 'ada@example.com' })
/** A round, this many minutes from now, without checks. */
const watchAfter = (minutes: number) => watch(minutes / 24 / 60)
/** Also advances the server's clock. */
async function pass(minutes: number) {
  server.advanceClock(minutes * 60_000)
  now = new Date(now.getTime() + minutes * 60_000)
  await watch()
}

describe('mail that fails', () => {
  it('is reported once, again for another cause, and when it works again', async () => {
    await configure()
    await watch()
    expect(received).toEqual([])
    server.emulator.control.expireSecret({ clientId: values.clientId })
    await checks()
    await watch()
    await checks()
    await watch(1)
    expect(reported().map(({ type, cause }) => [type, cause])).toEqual([['mail-fails', 'secret_expired']])

    server.emulator.control.setApplicationEnabled({ clientId: values.clientId, enabled: false })
    await checks()
    await watchAfter(1)
    expect(
      reported()
        .map(({ type, cause }) => [type, cause])
        .slice(1),
    ).toEqual([['mail-fails', 'app_disabled']])
    expect(reported()[1]).toEqual({
      type: 'mail-fails',
      at: expect.any(String),
      title: expect.stringMatching(/^Mail from Orders fails: ./),
      bot: { id: 'orders', name: 'Orders' },
      cause: 'app_disabled',
      url: expect.stringMatching(/\/bots\/orders\/settings\/email\/office365$/),
    })

    server.emulator.reset()
    await test()
    await watchAfter(2)
    await watchAfter(3)
    expect(reported().slice(2)).toEqual([
      {
        type: 'mail-recovered',
        at: expect.any(String),
        title: 'Mail from Orders works again',
        bot: { id: 'orders', name: 'Orders' },
        url: expect.any(String),
      },
    ])
    server.emulator.control.expireSecret({ clientId: values.clientId })
    await checks()
    await watchAfter(4)
    expect(
      reported()
        .map(({ type }) => type)
        .slice(3),
    ).toEqual(['mail-fails'])
  })

  it('is reported once if the secret has expired by its date and Microsoft refuses it', async () => {
    await configure({ secretExpiresOn: dateIn(-1) })
    await watch()
    server.emulator.control.expireSecret({ clientId: values.clientId })
    await checks()
    await watch()
    await watch(1)
    expect(reported().map(({ type }) => type)).toEqual(['secret-expired'])
    await owner.post('/bots/orders/office365/reset')
    const { value } = server.emulator.control.addSecret({ clientId: values.clientId })
    await configure({ secretExpiresOn: dateIn(300), clientSecret: value })
    await watchAfter(1)
    expect(reported().map(({ type }) => type)).toEqual(['secret-expired', 'mail-recovered'])
  })

  it('is immediately reported to a webhook that is added later', async () => {
    await configure({ secretExpiresOn: dateIn(5) })
    server.emulator.control.setApplicationEnabled({ clientId: values.clientId, enabled: false })
    await checks()
    await watch()
    received = []
    await owner.post('/alert-webhooks', { url: `http://${address}/late` })
    await watchAfter(1)
    expect(new Set(reported().map(({ type }) => type))).toEqual(new Set(['mail-fails', 'secret-expires']))
    expect(received).toHaveLength(2)
    received = []
    await watch(0.5)
    expect(received).toEqual([])
  })

  it('is reported to the first webhook, even if it began before', async () => {
    await owner.delete(`/alert-webhooks/${webhook.id}`)
    await configure()
    server.emulator.control.setApplicationEnabled({ clientId: values.clientId, enabled: false })
    await checks()
    await watch()
    await owner.post('/alert-webhooks', { url: `http://${address}/late` })
    await watchAfter(1)
    expect(reported().map(({ type, cause }) => [type, cause])).toEqual([['mail-fails', 'app_disabled']])
  })

  it('is no longer reported after the bot is deleted', async () => {
    await configure()
    server.emulator.control.setApplicationEnabled({ clientId: values.clientId, enabled: false })
    await checks()
    answers = [500]
    await watch()
    expect(received).toHaveLength(1)
    await owner.delete('/bots/orders/office365')
    expect((await owner.delete('/bots/orders')).status).toBe(204)
    await watch(1)
    expect(received).toHaveLength(1)
  })
})

describe('Microsoft that cannot be reached', () => {
  it('is reported after 15 minutes if that still holds, and when it can be reached again', async () => {
    await configure()
    server.emulator.failAlways({ on: 'token', kind: 'reset-while-reading' })
    await checks()
    await pass(14)
    expect(received).toEqual([])
    await pass(2)
    await pass(60)
    expect(reported().map(({ type }) => type)).toEqual(['mail-unreachable'])
    expect(reported()[0].title).toMatch(/^Mail from Orders does not reach Microsoft: ./)
    server.emulator.clearFaults()
    // The session has ended in the meantime.
    owner = await server.signIn()
    await checks()
    await pass(1)
    expect(reported().map(({ type }) => type)).toEqual(['mail-unreachable', 'mail-recovered'])
  })

  it('shows in the health of a bot whose messages wait in the queue', async () => {
    await configure()
    const newKey = { name: 'k', scopes: ['messages:send'], botIds: ['orders'] }
    const { key } = (await owner.post('/service-keys', newKey)).body
    server.emulator.failAlways({ on: 'token', kind: 'reset-while-reading' })
    await server.dependencies.mail.queueWorker.start()
    const service = createTestClient(server.url, '', key)
    const queued = await service.post('/bots/orders/messages', mail(), { prefer: 'respond-async' })
    expect(queued.status).toBe(202)
    const health = async () => (await owner.get('/bots/orders/office365')).body.health
    await until(health, ({ state }) => state === 'unreachable')
    server.emulator.clearFaults()
    await checks()
    expect(await health()).toMatchObject({ state: 'untested' })
  })

  it('is checked every ten minutes, so that a past outage raises no alert', async () => {
    await configure()
    server.emulator.failAlways({ on: 'token', kind: 'reset-while-reading' })
    await checks()
    server.emulator.clearFaults()
    const before = server.emulator.tokenRequests().length
    for (let minutes = 1; minutes <= 30; minutes += 1) {
      const since = new Date(now.getTime() + (minutes - 1) * 60_000)
      await server.dependencies.mail.watchOnce(since, new Date(now.getTime() + minutes * 60_000))
    }
    expect(received).toEqual([])
    expect(server.emulator.tokenRequests().length).toBeGreaterThan(before)
    expect((await owner.get('/bots/orders/office365')).body.health.state).toBe('untested')
  })
})

describe('the daily check', () => {
  it('signs in once a day for every configured bot, sends nothing, and finds what stopped working', async () => {
    await configure()
    await owner.put('/bots/idle', { name: 'Not configured' })
    server.emulator.control.expireSecret({ clientId: values.clientId })
    const before = server.emulator.tokenRequests().length
    const actor = { kind: 'system', id: 'daily-check', name: 'daily check' } as const
    const context = { actor, requestId: null, ip: null, newId: () => crypto.randomUUID() }
    const checked: string[] = []
    for (let hour = 0; hour < 48; hour += 1) {
      const [from, to] = [now.getTime() + hour * 3_600_000, now.getTime() + (hour + 1) * 3_600_000]
      checked.push(
        ...(await checkHealthDaily(
          server.dependencies.mail.services,
          { ...context, now: new Date(to) },
          new Date(from),
        )),
      )
    }
    expect(checked).toEqual(['orders', 'orders'])
    expect(server.emulator.tokenRequests().length - before).toBe(2)
    expect(server.emulator.sentMail()).toEqual([])
    expect((await owner.get('/bots/orders/office365')).body.health).toMatchObject({ state: 'failing' })
    await watch()
    expect(reported().map(({ type }) => type)).toEqual(['mail-fails'])
  })

  it('is spread over the day', () => {
    const hours = Array.from({ length: 24 }, () => 0)
    for (let bot = 0; bot < 2_400; bot += 1) {
      const hour = Math.floor(momentOf(`bot-${bot}`) / 3_600_000)
      hours[hour] = (hours[hour] ?? 0) + 1
    }
    expect(Math.min(...hours)).toBeGreaterThan(50)
    expect(Math.max(...hours)).toBeLessThan(160)
    expect(isBetween(0, 5 * day - 1, 5 * day)).toBe(true)
    expect(isBetween(0, 5 * day, 5 * day + 1)).toBe(false)
  })
})

describe('an alert', () => {
  it('is described in the OpenAPI document, with every type', async () => {
    const { webhooks } = (await owner.get('/openapi.json')).body
    const { schema } = webhooks.alert.post.requestBody.content['application/json']
    expect(schema.properties.type.enum).toEqual([...alertTypes])
    expect(schema.properties.cause.description).toMatch(/diagnosis/)
  })

  it('is signed, so that its receiver can verify that it is ours', async () => {
    const answer = await owner.post(`/alert-webhooks/${webhook.id}/test`)
    expect(answer.body).toEqual({ at: expect.any(String), outcome: 'delivered', status: 204 })
    const [{ headers, body } = { headers: {}, body: '' }] = received
    const key = Buffer.from(webhook.signingSecret.replace('whsec_', ''), 'base64')
    const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`
    expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`)
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1_000)).toBeLessThan(60)
    expect((await owner.get('/alert-webhooks')).text).not.toContain(webhook.signingSecret)
  })

  it('is posted again, with the same ID, until the receiver accepts it', async () => {
    await configure({ secretExpiresOn: dateIn(7) })
    answers = [500, 302, 204]
    await watch()
    await watch()
    expect(received).toHaveLength(1)
    for (let hour = 1; hour <= 5; hour += 1) await watch(hour / 24)
    expect(received).toHaveLength(3)
    expect(new Set(received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect((await owner.get('/alert-webhooks')).body.alertWebhooks[0].lastDelivery).toMatchObject({
      outcome: 'delivered',
      status: 204,
    })
  })

  it('is given up after a day and a half', async () => {
    await configure({ secretExpiresOn: dateIn(7) })
    answers = Array.from({ length: 50 }, () => 500)
    for (let hour = 0; hour < 72; hour += 0.25)
      await server.dependencies.mail.watchOnce(now, new Date(now.getTime() + hour * 3_600_000)).catch(() => undefined)
    expect(received.filter(({ body }) => JSON.parse(body).daysLeft >= 6).length).toBeGreaterThanOrEqual(7)
    expect(received.length).toBeLessThan(20)
  })

  it('is not posted after its webhook was removed', async () => {
    expect((await owner.delete(`/alert-webhooks/${webhook.id}`)).status).toBe(204)
    await configure({ secretExpiresOn: dateIn(7) })
    await watch()
    expect(received).toEqual([])
    expect((await owner.post(`/alert-webhooks/${webhook.id}/test`)).status).toBe(404)
  })
})

describe('the address of a webhook', () => {
  it.each([
    'http://alerts.example.com/',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f.0.0.1/',
    'https://0.0.0.0/',
    'https://10.0.0.1/',
    'https://172.16.0.1/',
    'https://192.168.1.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://100.64.0.1/',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::7f00:1]/',
    'https://[::127.0.0.1]/',
    'https://[fe80::1]/',
    'https://[fd00::1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[2002:7f00:1::]/',
    'https://localhost/',
    'https://LOCALHOST/',
    'https://metadata.google.internal/',
    'https://printer.local/',
    'https://server/',
    'https://server./',
    'https://localhost./',
    'https://127.0.0.1./',
    'https://printer.local./',
    'https://nas.home.arpa/',
    'https://home.arpa/',
    'https://user:password@alerts.example.com/',
    'ftp://alerts.example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'alerts.example.com',
    '',
  ])('is refused if it leads into the local network, or is not valid: %s', async (url) => {
    const answer = await owner.post('/alert-webhooks', { url })
    expect(problemOf(answer)).toEqual({ status: 422, slug: 'invalid-request', pointers: ['/url'] })
  })

  it('is checked again when it is used: a name may lead into the local network later', async () => {
    const sender = createWebhookSender([])
    // On every machine, this name leads to the machine itself.
    expect(sender.findFault('https://alerts.example.com/')).toBe(null)
    const { hostname } = await import('node:os')
    const ownName = hostname()
    expect(await sender.post(`https://${ownName}.localhost:1/`, {}, '')).toBe(null)
    await sender.close()
  })
})
