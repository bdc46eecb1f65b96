import { setTimeout as wait } from 'node:timers/promises'
import { example, startMicrosoftEmulator } from '@office365-email/microsoft-emulator'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { secretOf } from '../../ground/secrets/secret.ts'
import {
  contoso,
  mail,
  type SendingBot,
  type SendingServer,
  startSendingServer,
  until,
} from '../../testing/start-sending-server.ts'
import { ownFailure, problemOf } from '../../testing/test-client.ts'
import { runsOnPostgres } from '../../testing/test-database.ts'
import { messageEncryptionContext } from './enqueue-message.ts'
import { forgetOldMessages } from './message-retention.ts'
import { createQueueWorker } from './queue-worker.ts'

let server: SendingServer
let bot: SendingBot

beforeEach(async () => {
  server = await startSendingServer()
  bot = await server.addBot()
})
afterEach(() => server.close())

const enqueue = (message: object = mail()) => bot.service.post(bot.messages, message, { prefer: 'respond-async' })
const read = async (id: string) => (await bot.service.get(`${bot.messages}/${id}`)).body
const reach = (id: string, wanted: string) =>
  until(
    () => read(id),
    ({ state }) => state === wanted,
  )
const post = (id: string, verb: string, body?: unknown) => bot.service.post(`${bot.messages}/${id}/${verb}`, body)
const sent = () => server.emulator.sentMail()
const start = () => server.dependencies.mail.queueWorker.start()
const bodies = () => server.sql('select message_id, sealed_message from outbox')
const submit = async (values: object) => {
  await server.admin.post(`/bots/${bot.id}/office365/reset`)
  const answer = await server.admin.put(`/bots/${bot.id}/office365`, { ...contoso, ...values })
  expect(answer.status).toBe(200)
}

describe('Prefer: respond-async', () => {
  it('responds when the message is stored, and then delivers it', async () => {
    await start()
    const answer = await enqueue(mail({ html: '<p>Both</p>' }))
    expect(answer.status).toBe(202)
    expect(answer.body).toEqual({ id: expect.any(String), state: 'queued' })
    expect(answer.headers.get('preference-applied')).toBe('respond-async')
    expect(answer.headers.get('location')).toBe(`/api/v1${bot.messages}/${answer.body.id}`)
    expect(await reach(answer.body.id, 'accepted')).toMatchObject({
      attempts: 1,
      microsoft: { requestId: sent()[0]?.requestId },
      settledAt: expect.any(String),
    })
    expect(sent()).toMatchObject([{ subject: 'Your order', html: expect.stringContaining('<p>Both</p>') }])
    expect(await bodies()).toEqual([])
  })

  it.each(['Respond-Async', 'wait=10, respond-async', 'respond-async; foo=bar'])(
    'is understood as %s',
    async (prefer) => {
      expect((await bot.service.post(bot.messages, mail(), { prefer })).body.state).toBe('queued')
    },
  )

  it.each(['respond-asynchronously', 'wait=1'])('is not read into %s', async (prefer) => {
    expect((await bot.service.post(bot.messages, mail(), { prefer })).body.state).toBe('accepted')
  })

  it('immediately refuses a message that could never be sent', async () => {
    expect(problemOf(await enqueue(mail({ to: [] })))).toMatchObject({ status: 422 })
    const attachments = [{ filename: 'a', contentType: 'a/b', content: Buffer.alloc(3_100_000).toString('base64') }]
    expect(problemOf(await enqueue(mail({ attachments })))).toMatchObject({ status: 413 })
    expect((await bot.service.get(bot.messages)).body.messages).toEqual([])
  })

  it('keeps the body sealed', async () => {
    await enqueue(mail({ text: 'CANARY-text', subject: 'CANARY-subject' }))
    expect(JSON.stringify(await bodies())).not.toMatch(/CANARY/)
    expect(JSON.stringify(await bodies())).not.toContain(Buffer.from('CANARY-text').toString('base64').slice(0, 12))
    expect(await bodies()).toHaveLength(1)
  })

  it('delivers in order of age', async () => {
    const ids: string[] = []
    for (let n = 0; n < 12; n += 1) ids.push((await enqueue(mail({ subject: `${n}` }))).body.id)
    await start()
    for (const id of ids) await reach(id, 'accepted')
    const order = sent().map(({ subject }) => Number(subject))
    expect(order).toHaveLength(12)
    // Four are sent at a time, so all others can overtake a slow one: 22 places in total. A random order has about 48.
    const places = order.map((subject, index) => Math.abs(subject - index))
    expect(places.reduce((sum, place) => sum + place)).toBeLessThan(24)
  })
})

describe('a queued message', () => {
  it('waits for as long as Microsoft asks, and is sent then', async () => {
    server.emulator.failNext({ on: 'sendMail', kind: 'throttle', retryAfter: 1 })
    await start()
    const { body } = await enqueue()
    const startedAt = performance.now()
    expect(await reach(body.id, 'accepted')).toMatchObject({ attempts: 2 })
    expect(performance.now() - startedAt).toBeGreaterThan(950)
    expect(sent()).toHaveLength(1)
  })

  it('is queued again with the reason while Microsoft cannot be reached', async () => {
    server.emulator.failAlways({ on: 'token', kind: 'answer', status: 503, body: '' })
    await start()
    const { body } = await enqueue()
    const waiting = await until(
      () => read(body.id),
      ({ diagnosis }) => diagnosis !== undefined,
    )
    expect(waiting).toMatchObject({ state: 'queued', attempts: 0, settledAt: null })
  }, 20_000)

  it.each([
    ['failed', { kind: 'answer', status: 400, body: {} }],
    ['unknown', { kind: 'reset-before-answer' }],
    ['unknown', { kind: 'answer', status: 504, body: {} }],
  ] as const)('becomes %s and is not repeated by itself', async (state, fault) => {
    server.emulator.failNext({ on: 'sendMail', ...fault })
    await start()
    const { body } = await enqueue()
    expect(await reach(body.id, state)).toMatchObject({ attempts: 1, diagnosis: expect.anything() })
    await wait(100)
    expect(server.emulator.requests().filter(({ route }) => route === 'sendMail')).toHaveLength(1)
    expect(await bodies()).toHaveLength(1)
  })

  it('is given up after 24 hours', async () => {
    const { body } = await enqueue()
    server.advanceClock(24 * 3_600_000 + 1_000)
    await start()
    expect(await reach(body.id, 'failed')).toMatchObject({ attempts: 0, diagnosis: ownFailure('expired_in_queue') })
    expect(sent()).toEqual([])
  })

  it('shows what kept it waiting when it is given up', async () => {
    server.emulator.failAlways({ on: 'token', kind: 'answer', status: 503, body: '' })
    await start()
    const { body } = await enqueue()
    const waiting = await until(
      () => read(body.id),
      ({ diagnosis }) => diagnosis !== undefined,
    )
    server.advanceClock(24 * 3_600_000 + 1_000)
    // The timer of the worker does not know of the other clock; a new message makes it look now.
    await enqueue()
    const failed = await reach(body.id, 'failed')
    expect(failed.diagnosis).toMatchObject(ownFailure('expired_in_queue'))
    expect(failed.diagnosis.explanation).toContain(waiting.diagnosis.title)
  }, 20_000)

  it('is given up when the next try would come too late', async () => {
    server.emulator.failAlways({ on: 'token', kind: 'answer', status: 503, body: '' })
    const { body } = await enqueue()
    server.advanceClock(24 * 3_600_000 - 5_000)
    await start()
    const { diagnosis } = await reach(body.id, 'failed')
    expect(diagnosis).toMatchObject(ownFailure('expired_in_queue'))
    expect(diagnosis.explanation).toMatch(/The last reason for the wait/)
  }, 20_000)

  it('can be canceled, and only then', async () => {
    const { body } = await enqueue()
    const cancelled = await post(body.id, 'cancel')
    expect(cancelled).toMatchObject({ status: 200, body: { id: body.id, state: 'cancelled' } })
    expect(cancelled.body.settledAt).not.toBeNull()
    expect(await bodies()).toEqual([])
    expect(problemOf(await post(body.id, 'cancel'))).toMatchObject({ status: 409, slug: 'not-possible-now' })
    expect(problemOf(await post(body.id, 'resend'))).toMatchObject({ status: 409, slug: 'not-possible-now' })
    await start()
    await wait(50)
    expect(sent()).toEqual([])
    expect(problemOf(await post('0', 'cancel'))).toMatchObject({ status: 404 })
  })

  it.each([
    ['the configuration is removed', () => server.admin.delete(`/bots/${bot.id}/office365`)],
    [
      'another mailbox is submitted',
      () => submit({ userId: example.sharedUserId, userEmail: example.sharedUserEmail }),
    ],
  ])('fails when %s', async (_name, change) => {
    const { body } = await enqueue()
    await change()
    expect(await read(body.id)).toMatchObject({
      state: 'failed',
      diagnosis: ownFailure('configuration_changed'),
    })
    await start()
    await wait(50)
    expect(sent()).toEqual([])
  })

  it('continues to wait if only the secret is submitted again', async () => {
    const { body } = await enqueue()
    await submit({})
    await start()
    expect(await reach(body.id, 'accepted')).toMatchObject({ attempts: 1 })
  })
})

describe('sending again', () => {
  it.each([
    ['failed', { kind: 'answer', status: 400, body: {} }],
    ['unknown', { kind: 'reset-before-answer' }],
  ] as const)('makes a new message of one that is %s', async (state, fault) => {
    server.emulator.failNext({ on: 'sendMail', ...fault })
    await start()
    const { body } = await enqueue(mail({ attachments: [{ filename: 'a', contentType: 'a/b', content: 'AAAA' }] }))
    await reach(body.id, state)
    const again = await post(body.id, 'resend')
    expect(again).toMatchObject({ status: 200, body: { resendOf: body.id, state: 'queued', subject: 'Your order' } })
    expect(await reach(again.body.id, 'accepted')).toMatchObject({ resendOf: body.id })
    expect(await read(body.id)).toMatchObject({ state })
    expect(sent()).toMatchObject([{ attachments: [{ contentBase64: 'AAAA' }] }])
  })

  it('is not possible for a message whose body was never stored', async () => {
    server.emulator.failNext({ on: 'sendMail', kind: 'answer', status: 400, body: {} })
    const { body } = await bot.service.post(bot.messages, mail())
    expect(problemOf(await post(body.messageId, 'resend'))).toMatchObject({ status: 409, slug: 'not-possible-now' })
  })

  it('is not possible once a message was accepted', async () => {
    const { body } = await bot.service.post(bot.messages, mail())
    expect(problemOf(await post(body.id, 'resend'))).toMatchObject({ status: 409, slug: 'not-possible-now' })
    expect(problemOf(await post(body.id, 'resolve', { outcome: 'failed' }))).toMatchObject({ slug: 'not-possible-now' })
    expect(problemOf(await post(body.id, 'resolve', { outcome: 'lost' }))).toMatchObject({ status: 422 })
  })

  it('is not needed for an unknown message that a person settles', async () => {
    server.emulator.failNext({ on: 'sendMail', kind: 'reset-before-answer' })
    await start()
    const { body } = await enqueue()
    await reach(body.id, 'unknown')
    expect((await post(body.id, 'resolve', { outcome: 'accepted' })).body).toMatchObject({ state: 'accepted' })
    expect(await bodies()).toEqual([])
  })
})

describe('old data', () => {
  const day = 24 * 3_600_000
  const forget = () => forgetOldMessages(server.dependencies.storage.messageRetention, server.dependencies.clock(), 30)

  it('is deleted: bodies after 7 days, messages after 30, and nothing that is still queued', async () => {
    server.emulator.failNext({ on: 'sendMail', kind: 'answer', status: 400, body: {} })
    await start()
    const failed = (await enqueue()).body.id
    await reach(failed, 'failed')
    await forget()
    expect(await bodies()).toHaveLength(1)
    server.advanceClock(7 * day + 1_000)
    await forget()
    expect(await bodies()).toEqual([])
    expect(problemOf(await post(failed, 'resend'))).toMatchObject({ slug: 'not-possible-now' })
    expect(await read(failed)).toMatchObject({ state: 'failed' })
    server.advanceClock(23 * day)
    await forget()
    expect((await bot.service.get(`${bot.messages}/${failed}`)).status).toBe(404)
  })
})

it('continues with the messages of an ended process after a start: queued ones are sent, sending ones become unknown', async () => {
  const first = (await enqueue()).body.id
  const second = (await enqueue()).body.id
  const { configurations, queueStore } = server.dependencies.storage
  const sender = await configurations.read(bot.id)
  if (sender.state === 'unconfigured') throw new Error('the bot is configured')
  await queueStore.claim(second, 1, sender)
  // On PostgreSQL, a server that still runs may yet settle what it is sending.
  if (runsOnPostgres) await server.sql(`update messages set server_id = 'ended' where id = ?`, second)
  const { markInterruptedMessages } = await import('./message-record.ts')
  expect(await markInterruptedMessages(server.dependencies.storage.messages, new Date())).toBe(1)
  await start()
  await reach(first, 'accepted')
  expect(await read(second)).toMatchObject({ state: 'unknown', attempts: 1, diagnosis: ownFailure('interrupted') })
  expect(sent()).toHaveLength(1)
})

it('sends the mail of other bots while one mailbox is stuck', async () => {
  const emulator = await startMicrosoftEmulator()
  const own = await startSendingServer({ emulator })
  const stuck = await own.addBot()
  const other = await own.addBot({ userId: example.sharedUserId, userEmail: example.sharedUserEmail })
  emulator.failAlways({ on: 'sendMail', kind: 'hang', match: example.userId })
  await own.dependencies.mail.queueWorker.start()
  for (let n = 0; n < 10; n += 1) await stuck.service.post(stuck.messages, mail(), { prefer: 'respond-async' })
  await until(
    async () => emulator.requests().filter(({ route }) => route === 'sendMail').length,
    (count) => count >= 4,
  )
  const answers = await Promise.all(Array.from({ length: 50 }, () => other.service.post(other.messages, mail())))
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 202))
  await emulator.close()
  await own.close()
}, 30_000)

it('does not loop on a message that stays due after its delivery', async () => {
  await enqueue()
  let deliveries = 0
  // Delivers without a change, as if another process holds the message.
  const worker = createQueueWorker(
    server.dependencies.storage.queueStore,
    async () => {
      deliveries += 1
    },
    () => new Date(),
    async () => false,
  )
  await worker.start()
  await wait(200)
  await worker.stop()
  expect(deliveries).toBe(1)
})

describe('a message that an older version stored', () => {
  const plain = { ...mail(), to: [{ address: 'ada@example.com' }], cc: [], bcc: [], replyTo: [], attachments: [] }
  /** Stores a body as an older version did, in the place of a new one. */
  async function storeOld(message: object): Promise<string> {
    const { id } = (await enqueue()).body
    const { sealedSecret, sealedWith } = await server.dependencies.vault.seal(
      secretOf(JSON.stringify({ ...plain, saveToSentItems: true, ...message })),
      messageEncryptionContext(bot.id, id),
    )
    const store = 'update outbox set sealed_message = ?, sealed_with = ? where message_id = ?'
    await server.sql(store, sealedSecret, sealedWith, id)
    return id
  }

  it.each<[string, object]>([
    ['as it is', {}],
    ['although its header has a name that is too long now', { headers: { [`X-${'a'.repeat(100)}`]: '1' } }],
    ['although its header is given twice', { headers: { 'X-Order': '1', 'x-order': '1' } }],
    [
      'although its texts are refused now',
      { subject: 'a\uffff', to: [{ address: 'ada@example.com', name: 'A\ufffe' }] },
    ],
    ['with its body mended', { text: 'It is on its way.\f' }],
  ])('is sent %s', async (_name, message) => {
    const id = await storeOld(message)
    await start()
    await reach(id, 'accepted')
    expect(sent()[0]?.text?.trim()).toBe('It is on its way.')
  })

  it('fails with its cause if it can no longer be sent, and keeps no other message waiting', async () => {
    const ids: string[] = []
    for (const change of [
      { html: '<p>Both</p>', to: [{ address: 'ü@example.com' }] },
      { attachments: [{ filename: 'a', contentType: 'a/b', content: 'not base64' }] },
      { attachments: [{ filename: 'a', contentType: 'a/b', content: 'AAAA'.repeat(1_000_000) }] },
    ])
      for (let n = 0; n < 2; n += 1) ids.push(await storeOld(change))
    const last = (await enqueue()).body.id
    await start()
    await reach(last, 'accepted')
    for (const id of ids)
      expect(await reach(id, 'failed')).toMatchObject({ diagnosis: ownFailure('message_outdated'), attempts: 0 })
    expect(sent()).toHaveLength(1)
  })
})
