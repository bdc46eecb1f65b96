import type { MailFigures, MailStatistics } from '@office365-email/shared/mail-statistics'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  contoso,
  mail,
  type SendingBot,
  type SendingServer,
  startSendingServer,
  until,
} from '../../testing/start-sending-server.ts'
import { createTestClient, problemOf, type TestClient } from '../../testing/test-client.ts'

let server: SendingServer
beforeAll(async () => {
  server = await startSendingServer()
  await server.dependencies.mail.queueWorker.start()
})
afterAll(() => server.close())

async function read(path: string, client: TestClient = server.admin): Promise<MailStatistics> {
  await server.dependencies.mail.writeStatistics()
  const { status, body } = await client.get(path)
  expect(status).toBe(200)
  return body
}
const totalOf = async ({ id }: SendingBot): Promise<MailFigures> => (await read(`/bots/${id}/statistics`)).total
const nothing = { accepted: 0, simulated: 0, failed: 0, unknown: 0, cancelled: 0, throttledMinutes: 0 }

const asynchronous = { prefer: 'respond-async' }
async function sendLater(bot: SendingBot) {
  const { body } = await bot.service.post(bot.messages, mail(), asynchronous)
  const path = `${bot.messages}/${body.id}`
  return {
    path,
    settled: () =>
      until(
        () => bot.service.get(path),
        ({ body: { settledAt } }) => settledAt !== null,
      ),
  }
}

describe('the statistics of a bot', () => {
  it('have every day of the last 30, also without messages', async () => {
    const bot = await server.addBot()
    const { days, total, from, to } = await read(`/bots/${bot.id}/statistics`)
    expect(days).toHaveLength(30)
    expect(days[0]?.day).toBe(from)
    expect(days.at(-1)?.day).toBe(to)
    expect(to).toBe(new Date().toISOString().slice(0, 10))
    expect(total).toEqual({ ...nothing, timeToAcceptance: null })
    expect((await read(`/bots/${bot.id}/statistics?days=7`)).days).toHaveLength(7)
    for (const days of ['0', '91', 'x', '1.5'])
      expect(problemOf(await server.admin.get(`/bots/${bot.id}/statistics?days=${days}`)).slug).toBe('invalid-request')
  })

  it('count accepted and failed messages, and the time to the acceptance', async () => {
    const bot = await server.addBot()
    await bot.service.post(bot.messages, mail())
    await (await sendLater(bot)).settled()
    server.emulator.failNext({ on: 'sendMail', kind: 'answer', status: 400, body: {} })
    await bot.service.post(bot.messages, mail())
    const { days, total } = await read(`/bots/${bot.id}/statistics`, bot.service)
    expect(total).toMatchObject({ ...nothing, accepted: 2, failed: 1 })
    expect(days.at(-1)).toMatchObject(total)
    const { p50Ms, p95Ms } = total.timeToAcceptance ?? { p50Ms: 0, p95Ms: 0 }
    expect(p50Ms).toBeGreaterThan(0)
    expect(p95Ms).toBeGreaterThanOrEqual(p50Ms)
    expect(p95Ms).toBeLessThan(30_000)
  })

  it('count an unknown message, which moves when a person settles it', async () => {
    const bot = await server.addBot()
    for (const outcome of ['accepted', 'failed'] as const) {
      server.emulator.failNext({ on: 'sendMail', kind: 'reset-before-answer' })
      const message = await sendLater(bot)
      expect((await message.settled()).body.state).toBe('unknown')
      expect(await totalOf(bot)).toMatchObject({ unknown: 1 })
      await bot.service.post(`${message.path}/resolve`, { outcome })
      expect(await totalOf(bot)).toMatchObject({ unknown: 0, [outcome]: 1 })
      expect((await bot.service.post(`${message.path}/resolve`, { outcome })).status).toBe(409)
    }
    expect(await totalOf(bot)).toMatchObject({ ...nothing, accepted: 1, failed: 1, timeToAcceptance: null })
  })
})

describe('the statistics of several bots', () => {
  it('have those that the caller may see', async () => {
    const own = await startSendingServer()
    const [first, second] = [await own.addBot({}), await own.addBot({})]
    for (const bot of [first, second]) await bot.service.post(bot.messages, mail())
    await own.dependencies.mail.writeStatistics()
    expect((await own.admin.get('/statistics')).body.total).toMatchObject({ accepted: 2 })
    expect((await first.service.get('/statistics')).body.total).toMatchObject({ accepted: 1 })
    await own.close()
  })

  it('are written at the stop', async () => {
    const own = await startSendingServer()
    const bot = await own.addBot()
    await bot.service.post(bot.messages, mail())
    const { mail: feature, storage } = own.dependencies
    await feature.stop()
    const today = new Date().toISOString().slice(0, 10)
    expect(await storage.statistics.read('all', { from: today, to: today })).toMatchObject([
      { counts: { accepted: 1 } },
    ])
    await own.close()
  })
})

describe('expiring credentials', () => {
  it('are listed for the bots that the caller may see', async () => {
    const [own, other] = [await server.addBot(), await server.addBot()]
    const expiresOn = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10)
    for (const { id } of [own, other]) {
      await server.admin.post(`/bots/${id}/office365/reset`)
      await server.admin.put(`/bots/${id}/office365`, { ...contoso, secretExpiresOn: expiresOn })
    }
    const newKey = { name: 'reader', botIds: [own.id], scopes: ['configuration:read'] }
    const { key } = (await server.admin.post('/service-keys', newKey)).body
    const reader = createTestClient(server.url, server.url, key)
    const listed = [own, other].map(({ id }) => ({ bot: { id, name: id.replace('sender-', 'Sender ') }, expiresOn }))
    expect((await server.admin.get('/expiring-credentials')).body).toMatchObject({
      months: [{ month: expiresOn.slice(0, 7), credentials: 2 }],
      credentials: listed,
    })
    expect((await reader.get('/expiring-credentials')).body.credentials).toEqual(listed.slice(0, 1))
  })
})

/** Last, because the pause is for every bot of the mailbox. */
describe('the statistics of a bot that Microsoft throttles', () => {
  it('count throttled minutes, canceled messages, and those that wait for a removed mailbox', async () => {
    const bot = await server.addBot()
    server.emulator.failNext({ on: 'sendMail', kind: 'throttle', retryAfter: 130 })
    const throttled = await sendLater(bot)
    await until(
      () => bot.service.get(throttled.path),
      ({ body: { state, attempts } }) => state === 'queued' && attempts === 1,
    )
    const canceled = await sendLater(bot)
    expect((await bot.service.post(`${canceled.path}/cancel`)).status).toBe(200)
    const { throttledMinutes, ...rest } = await totalOf(bot)
    expect([3, 4]).toContain(throttledMinutes)
    expect(rest).toMatchObject({ accepted: 0, failed: 0, cancelled: 1 })
    await server.admin.delete(`/bots/${bot.id}/office365`)
    expect(await totalOf(bot)).toMatchObject({ failed: 1, cancelled: 1 })
  })
})
