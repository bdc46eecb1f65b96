import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  mail,
  type SendingBot,
  type SendingServer,
  startSendingServer,
  until,
} from '../../testing/start-sending-server.ts'

let server: SendingServer
let bot: SendingBot

beforeAll(async () => {
  server = await startSendingServer()
  bot = await server.addBot()
})
afterAll(() => server.close())

describe('the history of a message', () => {
  it('says who settled an unknown outcome and what it was sent again as, and both are in the audit log', async () => {
    server.emulator.failNext({ on: 'sendMail', kind: 'reset-before-answer' })
    const sent = await bot.service.post(bot.messages, mail(), { prefer: 'respond-async' })
    const path = `${bot.messages}/${sent.body.id}`
    const read = async () => (await server.admin.get(path)).body
    await server.dependencies.mail.queueWorker.start()
    await until(read, ({ state }) => state === 'unknown')
    const resend = await server.admin.post(`${path}/resend`)
    await server.admin.post(`${path}/resolve`, { outcome: 'failed' })
    const { body } = await bot.service.get(`${path}/history`)
    expect(body).toEqual({
      actions: [{ at: expect.any(String), actor: expect.objectContaining({ name: 'ada' }), action: 'failed' }],
      resends: [expect.objectContaining({ id: resend.body.id, source: { kind: 'person', name: 'ada' } })],
      waiting: null,
    })
    const { auditEvents } = (await server.admin.get('/audit-events?action=message.resolved')).body
    expect(auditEvents).toEqual([
      expect.objectContaining({ botId: bot.id, details: { messageId: sent.body.id, outcome: 'failed' } }),
    ])
  })

  it('says when a waiting message is tried next, and who canceled it', async () => {
    server.emulator.failAlways({ on: 'sendMail', kind: 'throttle', retryAfter: 300 })
    const sent = await bot.service.post(bot.messages, mail(), { prefer: 'respond-async' })
    const path = `${bot.messages}/${sent.body.id}`
    expect((await server.admin.get(`${path}/history`)).body.waiting).toEqual({
      nextAttemptAt: expect.any(String),
      failures: expect.any(Number),
    })
    await until(
      () => server.admin.post(`${path}/cancel`),
      ({ status }) => status === 200,
    )
    const { body } = await server.admin.get(`${path}/history`)
    expect(body.waiting).toBeNull()
    expect(body.actions).toEqual([
      { at: expect.any(String), actor: expect.objectContaining({ kind: 'person' }), action: 'cancelled' },
    ])
  })
})
