import { alertSchema } from '@office365-email/shared/alert-webhook'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod/mini'
import {
  type AlertReceiver,
  ntfyToken,
  type ServiceName,
  startAlertReceiver,
} from '../../testing/start-alert-receiver.ts'
import {
  mail,
  type SendingBot,
  type SendingServer,
  startSendingServer,
  until,
} from '../../testing/start-sending-server.ts'
import { createTestClient } from '../../testing/test-client.ts'
import { createSending } from '../sending/sending.ts'
import type { AlertSender } from './alert-sender.ts'
import { watchOnce } from './start-watch.ts'

const names = ['slack', 'teams', 'discord', 'ntfy'] as const satisfies ServiceName[]
const minuteMs = 60_000

let receivers: AlertReceiver[]
let server: SendingServer
let now: Date

beforeEach(async () => {
  receivers = await Promise.all(names.map(startAlertReceiver))
})
afterEach(async () => {
  await server.close()
  await Promise.all(receivers.map((receiver) => receiver.close()))
})

async function start(environment: Record<string, string> = {}): Promise<SendingBot> {
  const hosts = receivers.map(({ host }) => host).join()
  server = await startSendingServer({ environment: { ALERT_WEBHOOK_HOSTS: hosts, ...environment } })
  const bot = await server.addBot()
  now = new Date('2027-03-10T12:00:10Z')
  for (const [index, kind] of names.entries())
    await addChannel({ kind, url: receivers[index]?.url, ...(kind === 'ntfy' && { token: ntfyToken }) })
  return bot
}
async function addChannel(channel: object) {
  const answer = await server.admin.post('/alert-channels', { name: 'Alerts', collectMinutes: 0, ...channel })
  expect(answer.status).toBe(201)
  return answer.body
}
const watch = (minutes = 0) => {
  const at = new Date(now.getTime() + minutes * minuteMs)
  return server.dependencies.mail.watchOnce(at, at)
}
/** What the services accepted, after all of them got the same number of messages and refused none. */
function received(): string[] {
  for (const { responses, accepted } of receivers) expect(accepted).toHaveLength(responses.length)
  expect(new Set(receivers.map(({ accepted }) => accepted.length)).size).toBe(1)
  return receivers[0]?.accepted.map(({ body }) => body) ?? []
}

describe('alerts about messages that cannot go out', () => {
  it('report a restored database, with what to do, and nothing else until an owner releases it', async () => {
    await start()
    await server.sql(`update office365_configurations set secret_expires_on = '2020-01-01'`)
    await server.sql(`insert into sending_hold (id, reason, since) values (1, 'restored', '2027-03-10T12:00:00.000Z')`)
    await until(
      () => server.dependencies.mail.sending.isHeld(),
      (isHeld) => isHeld,
    )
    await watch()
    await watch(60)
    expect(received()).toEqual([
      expect.stringMatching(/on hold at localhost.*restored from a backup.*only a copy, ignore/),
    ])
    expect(received()[0]).toMatch(/http:\/\/localhost(:\d+)?\/bots/)

    await server.admin.post('/sending/release')
    await watch(61)
    expect(received()).toHaveLength(2)
    expect(received()[1]).toMatch(/Mail is no longer on hold at localhost/)
    expect(received()[1]).toMatch(/has expired/)
  })

  it('report once that the outcome of messages is unknown, and once that they are settled', async () => {
    const bot = await start()
    server.emulator.failNext({ on: 'sendMail', kind: 'reset-before-answer' })
    const { body } = await bot.service.post(bot.messages, mail())
    await watch()
    await watch(60)
    expect(received()).toEqual([expect.stringContaining('It is unknown whether a message of Sender 1 was sent')])
    expect(received()[0]).toContain('/bots/sender-1/messages?state=unknown')
    expect((await bot.service.post(`${bot.messages}/${body.messageId}/resolve`, { outcome: 'failed' })).status).toBe(
      200,
    )
    await watch(61)
    await watch(77)
    expect(received().slice(1)).toEqual([expect.stringContaining('No message of Sender 1 needs a decision anymore')])
  })

  it('report that sending is off while messages wait, but not by mail', async () => {
    const bot = await start()
    await addChannel({ kind: 'email', senderBotId: 'sender-1', to: ['ada@example.com'] })
    await bot.service.post(bot.messages, mail(), { prefer: 'respond-async' })
    const { services, queueWorker } = server.dependencies.mail
    const sending = createSending('off', server.dependencies.storage.sendingStore)
    const round = () => watchOnce({ ...services, queueWorker, sending }, now, now)
    await round()
    await round()
    expect(received()).toEqual([expect.stringMatching(/Sending is off at localhost(:\d+)?, and 1 message waits/)])
    expect((await server.admin.get('/alert-channels')).body.alertChannels.at(-1)).toMatchObject({ waiting: 0 })
  })
})

describe('alerts about limits', () => {
  it('report a service key near its daily quota, at it, and the next day', async () => {
    await start()
    const scopes = ['messages:send']
    const key = { name: 'Shop', scopes, botIds: ['sender-1'], dailyQuota: 10 }
    const service = createTestClient(server.url, server.url, (await server.admin.post('/service-keys', key)).body.key)
    now = new Date()
    const send = async (count: number) => {
      for (let n = 0; n < count; n += 1)
        expect((await service.post('/bots/sender-1/messages', mail())).status).toBe(202)
    }
    await send(7)
    await watch()
    expect(received()).toEqual([])
    await send(1)
    await watch()
    await watch()
    expect(received()).toEqual([expect.stringContaining('The service key Shop has used 80% of its daily quota')])
    await send(2)
    await watch()
    await watch()
    expect(received().slice(1)).toEqual([expect.stringContaining('The service key Shop has used its daily quota')])
    await watch(24 * 60)
    await watch(24 * 60 + 16)
    expect(received().slice(2)).toEqual([expect.stringContaining('The service key Shop can send again')])
  })

  it('do not say that a service key that was revoked can send again', async () => {
    await start()
    const key = { name: 'Shop', scopes: ['messages:send'], botIds: ['sender-1'], dailyQuota: 1 }
    const made = (await server.admin.post('/service-keys', key)).body
    await createTestClient(server.url, server.url, made.key).post('/bots/sender-1/messages', mail())
    now = new Date()
    await watch()
    expect(received()).toEqual([expect.stringContaining('The service key Shop has used its daily quota')])
    await server.admin.delete(`/service-keys/${made.id}`)
    await watch(1)
    await watch(17)
    await watch(24 * 60)
    expect(received()).toHaveLength(1)
    expect(await server.dependencies.storage.alertConditions.list()).toEqual([])
  })

  it('report the queue of a bot that is almost full, full, and has room again', async () => {
    const bot = await start({ QUEUE_MAX_MESSAGES: '5' })
    const enqueue = () => bot.service.post(bot.messages, mail(), { prefer: 'respond-async' })
    for (let n = 0; n < 4; n += 1) await enqueue()
    await watch()
    expect(received()).toEqual([expect.stringContaining('The queue of Sender 1 is 80% full')])
    await enqueue()
    await watch()
    expect(received().slice(1)).toEqual([expect.stringContaining('The queue of Sender 1 is full')])
    await server.sql(`delete from outbox`)
    await server.sql(`delete from messages`)
    await watch(1)
    await watch(17)
    expect(received().slice(2)).toEqual([expect.stringContaining('The queue of Sender 1 has room again')])
  })

  it('report the queue of all bots', async () => {
    const bot = await start({ QUEUE_MAX_MB: '1' })
    for (let n = 0; n < 7; n += 1)
      await bot.service.post(bot.messages, mail({ text: 'x'.repeat(100_000) }), { prefer: 'respond-async' })
    await watch()
    expect(received()).toEqual([expect.stringMatching(/The queue of all bots is \d+% full/)])
  })

  it('reach a channel that is added later, if it wants them', async () => {
    const bot = await start({ QUEUE_MAX_MESSAGES: '1' })
    await bot.service.post(bot.messages, mail(), { prefer: 'respond-async' })
    await watch()
    const { id } = await addChannel({ kind: 'slack', url: receivers[0]?.url })
    await addChannel({ kind: 'slack', url: receivers[0]?.url, types: ['mail-fails'] })
    const { alertChannels } = (await server.admin.get('/alert-channels')).body
    const waiting = alertChannels.filter((channel: { waiting: number }) => channel.waiting > 0)
    expect(waiting.map((channel: { id: string }) => channel.id)).toEqual([id])
  })

  it('are posted to a webhook as the API describes them', async () => {
    const bot = await start({ QUEUE_MAX_MESSAGES: '1' })
    const { services, queueWorker } = server.dependencies.mail
    const alerts: unknown[] = []
    const alertSender: AlertSender = {
      ...services.alertSender,
      async post(_url, _headers, body) {
        alerts.push(JSON.parse(body))
        return { status: 204, retryAfter: null, text: '' }
      },
    }
    for (const { id } of (await server.admin.get('/alert-channels')).body.alertChannels)
      await server.admin.delete(`/alert-channels/${id}`)
    await addChannel({ kind: 'webhook', url: `http://${receivers[0]?.host}/hook` })
    await bot.service.post(bot.messages, mail(), { prefer: 'respond-async' })
    await watchOnce({ ...services, queueWorker, alertSender }, now, now)
    expect(alerts).toEqual([
      {
        type: 'quota-reached',
        at: now.toISOString(),
        title: 'The queue of Sender 1 is full',
        bot: { id: 'sender-1', name: 'Sender 1' },
        advice: expect.stringContaining('QUEUE_MAX_MESSAGES'),
        url: expect.stringMatching(/\/bots\/sender-1\/messages\?state=queued$/),
      },
    ])
    expect(z.safeParse(alertSchema, alerts[0]).success).toBe(true)
  })
})
