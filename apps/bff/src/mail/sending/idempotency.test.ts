import { startMicrosoftEmulator } from '@office365-email/microsoft-emulator'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  mail,
  type SendingBot,
  type SendingServer,
  startSendingServer,
  until,
} from '../../testing/start-sending-server.ts'
import { createTestClient, problemOf } from '../../testing/test-client.ts'
import { deliverQueuedMessage } from './deliver-queued-message.ts'
import { forgetOldMessages } from './message-retention.ts'

let server: SendingServer
let bot: SendingBot

beforeAll(async () => {
  const emulator = await startMicrosoftEmulator({ sendMailTimeMs: 20 })
  server = await startSendingServer({ emulator })
})
afterAll(async () => {
  await server.close()
  await server.emulator.close()
})
beforeEach(async () => {
  server.emulator.reset()
  bot = await server.addBot()
})

const send = (key: string, message: object = mail(), headers: Record<string, string> = {}) =>
  bot.service.post(bot.messages, message, { ...headers, 'idempotency-key': key })
const sent = () => server.emulator.sentMail()

describe('an Idempotency-Key', () => {
  it('returns the first response again and sends nothing', async () => {
    const first = await send('a key')
    expect(first.headers.get('idempotent-replayed')).toBeNull()
    const again = await send('a key')
    expect(again).toMatchObject({ status: 202, body: first.body, text: first.text })
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(sent()).toHaveLength(1)
  })

  it('belongs to the message, not to the format of its JSON', async () => {
    const first = await send('k', { to: ['ada@example.com'], subject: 'S', text: 'T' })
    const again = await send('k', { text: 'T', subject: 'S', cc: [], to: [{ address: 'ada@example.com' }] })
    expect(again.body).toEqual(first.body)
    expect(sent()).toHaveLength(1)
  })

  it.each([
    ['text', mail({ text: 'Another' })],
    ['attachment', mail({ attachments: [{ filename: 'a', contentType: 'a/b', content: 'AAAB' }] })],
    ['header', mail({ headers: { 'x-a': '2' } })],
  ])('refuses another %s, and keeps the first response', async (_name, other) => {
    const message = mail({
      attachments: [{ filename: 'a', contentType: 'a/b', content: 'AAAA' }],
      headers: { 'x-a': '1' },
    })
    const first = await send('k', message)
    expect(problemOf(await send('k', other))).toMatchObject({ status: 422, slug: 'idempotency-key-reused' })
    expect((await send('k', message)).body).toEqual(first.body)
    expect(sent()).toHaveLength(1)
  })

  it.each([
    ['of one of sixteen at once', 16],
    ['of fifty at once', 50],
  ])(
    'lets only the first %s through',
    async (_name, count) => {
      for (let round = 0; round < (process.env['TEST_LONG'] ? 1_000 : 20); round += 1) {
        const before = sent().length
        const answers = await Promise.all(Array.from({ length: count }, () => send(`round ${round} of ${count}`)))
        const accepted = answers.filter(({ status }) => status === 202)
        const replayed = accepted.map(({ headers }) => headers.get('idempotent-replayed'))
        // The request that is sent first does not always win.
        expect(replayed.filter((value) => value === null)).toHaveLength(1)
        expect(replayed.filter((value) => value === 'true')).toHaveLength(accepted.length - 1)
        const running = answers.filter(({ status }) => status === 409)
        expect(running.every(({ headers }) => headers.get('retry-after') === '1')).toBe(true)
        expect(running.every((answer) => problemOf(answer).slug === 'idempotency-in-progress')).toBe(true)
        expect(accepted.length + running.length).toBe(count)
        expect(sent().length - before).toBe(1)
        const { body } = await send(`round ${round} of ${count}`)
        expect(accepted.map((answer) => answer.body)).toEqual(accepted.map(() => body))
      }
    },
    600_000,
  )

  it('detects another message while the first request is still running', async () => {
    server.emulator.failNext({ on: 'sendMail', kind: 'slow', delayMs: 500 })
    const first = send('k')
    await until(
      async () => server.emulator.requests().filter(({ route }) => route === 'sendMail').length,
      (count) => count === 1,
    )
    const other = await send('k', mail({ text: 'Another' }))
    expect(problemOf(other)).toMatchObject({ status: 422, slug: 'idempotency-key-reused' })
    expect((await first).status).toBe(202)
  })

  it('detects a running first request even if the encryption key is rotated in the meantime', async () => {
    server.emulator.failNext({ on: 'sendMail', kind: 'slow', delayMs: 500 })
    const first = send('k')
    await until(
      async () => server.emulator.requests().filter(({ route }) => route === 'sendMail').length,
      (count) => count === 1,
    )
    await server.dependencies.addEncryptionKey()
    await server.dependencies.checkEncryptionKeys()
    expect(problemOf(await send('k'))).toMatchObject({ status: 409, slug: 'idempotency-in-progress' })
    const other = await send('k', mail({ text: 'Another' }))
    expect(problemOf(other)).toMatchObject({ status: 422, slug: 'idempotency-key-reused' })
    expect((await send('k')).status).toBe(409)
    const { body } = await first
    expect((await send('k')).body).toEqual(body)
    expect(sent()).toHaveLength(1)
  })

  it.each([
    ['empty', ''],
    ['of 256 characters', 'k'.repeat(256)],
    ['with other characters than ASCII', 'schl\u00fcssel'],
    ['with a tabulator', 'a\tb'],
  ])('is refused if it is %s', async (_name, key) => {
    const answer = await send(key)
    expect(problemOf(answer)).toMatchObject({ status: 422, slug: 'invalid-request' })
    expect(sent()).toEqual([])
  })

  it('may have 255 characters', async () => {
    expect((await send('~'.repeat(255))).status).toBe(202)
  })

  it('belongs to one bot and one service key', async () => {
    await send('k')
    const { body } = await server.admin.post('/service-keys', { name: 'b', scopes: ['messages:send'], botIds: 'all' })
    const other = createTestClient(server.url, server.url, body.key)
    const sameBot = await other.post(bot.messages, mail({ text: 'x' }), { 'idempotency-key': 'k' })
    expect(sameBot.status).toBe(202)
    const second = await server.addBot()
    const otherBot = await other.post(second.messages, mail({ text: 'y' }), { 'idempotency-key': 'k' })
    expect(otherBot.status).toBe(202)
    expect(sent()).toHaveLength(3)
  })

  it.each([
    ['refused by us', {}, { subject: 'x' }, 422],
    ['refused by Microsoft', { kind: 'answer', status: 400, body: {} }, mail(), 502],
    ['turned away with a pause', { kind: 'throttle', retryAfter: 26 }, mail(), 503],
  ])('is free again after the message was %s', async (_name, fault, message, status) => {
    const own = await server.addBot({
      userId: 'c0470505-0000-4000-8000-00000000b003',
      userEmail: 'helpdesk@contoso.example',
    })
    if ('kind' in fault) server.emulator.failNext({ on: 'sendMail', ...fault } as never)
    const first = await own.service.post(own.messages, message, { 'idempotency-key': 'k' })
    expect(first.status).toBe(status)
    if (status === 503) return
    const again = await own.service.post(own.messages, mail(), { 'idempotency-key': 'k' })
    expect(again.status).toBe(202)
    expect(again.headers.get('idempotent-replayed')).toBeNull()
  })

  it('belongs to an unknown outcome until a person settles it', async () => {
    server.emulator.failNext({ on: 'sendMail', kind: 'reset-before-answer', times: 2 })
    const first = await send('k')
    expect(problemOf(first)).toMatchObject({ status: 504, slug: 'delivery-unknown' })
    const again = await send('k')
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect({ ...again.body, requestId: '' }).toEqual({ ...first.body, requestId: '' })
    const path = `${bot.messages}/${first.body.messageId}`
    await bot.service.post(`${path}/resolve`, { outcome: 'accepted' })
    expect(await send('k')).toMatchObject({ status: 202, body: { id: first.body.messageId, state: 'accepted' } })

    const other = await send('j')
    await bot.service.post(`${bot.messages}/${other.body.messageId}/resolve`, { outcome: 'failed' })
    const fresh = await send('j')
    expect(fresh.status).toBe(202)
    expect(fresh.body.id).not.toBe(other.body.messageId)
  })

  it('is forgotten after 24 hours, but not while the outcome is unknown', async () => {
    const first = await send('known')
    server.emulator.failNext({ on: 'sendMail', kind: 'reset-before-answer' })
    await send('unknown')
    server.advanceClock(24 * 3_600_000 + 1)
    expect((await send('known')).body.id).not.toBe(first.body.id)
    expect((await send('unknown')).status).toBe(504)
    server.advanceClock(-24 * 3_600_000 - 1)
  })

  it('returns the same queued message again', async () => {
    const first = await send('k', mail(), { prefer: 'respond-async' })
    const again = await send('k', mail(), { prefer: 'respond-async' })
    expect(again).toMatchObject({ status: 202, body: first.body })
    expect(again.headers.get('location')).toBe(first.headers.get('location'))
    expect((await bot.service.get(bot.messages)).body.messages).toHaveLength(1)
  })
})

describe('the key of a message that is not settled immediately', () => {
  const hour = 3_600_000
  const day = 24 * hour
  let passed = 0
  const pass = (milliseconds: number) => {
    server.advanceClock(milliseconds)
    passed += milliseconds
  }
  afterEach(() => {
    server.advanceClock(-passed)
    passed = 0
  })

  const asynchronous = { prefer: 'respond-async' }
  const forget = (days: number) =>
    forgetOldMessages(server.dependencies.storage.messageRetention, server.dependencies.clock(), days)
  const deliver = (id: string) => deliverQueuedMessage(server.dependencies.mail.services, bot.id, id)
  const resolve = (id: string, outcome: string) => bot.service.post(`${bot.messages}/${id}/resolve`, { outcome })
  const breakOff = () => server.emulator.failNext({ on: 'sendMail', kind: 'reset-before-answer', delivered: true })
  const stateOf = async (id: string) => (await server.dependencies.storage.messages.read(bot.id, id))?.state

  it.each([
    ['synchronous', {}],
    ['asynchronous', asynchronous],
  ])('is kept for more than a day, and through every cleanup, for an unknown %s message', async (_name, headers) => {
    breakOff()
    const first = await send('k', mail(), headers)
    const id = first.body.id ?? first.body.messageId
    await deliver(id)
    for (const days of [1.1, 7, 40]) {
      pass(days * day)
      await forget(1)
      expect(await stateOf(id)).toBe('unknown')
      const again = await send('k', mail(), headers)
      expect(again.headers.get('idempotent-replayed')).toBe('true')
      expect(again.body.id ?? again.body.messageId).toBe(id)
    }
    expect(sent()).toHaveLength(1)
    expect(problemOf(await send('k', mail({ text: 'Another' }), headers)).slug).toBe('idempotency-key-reused')

    expect((await resolve(id, 'accepted')).status).toBe(200)
    pass(23 * hour)
    await forget(1)
    expect((await send('k', mail(), headers)).body.id).toBe(id)
    pass(2 * hour)
    await forget(1)
    expect((await send('k', mail(), headers)).body.id).not.toBe(id)
  })

  it('is kept for more than a day for a queued message', async () => {
    const first = await send('k', mail(), asynchronous)
    pass(day + hour)
    await forget(1)
    expect(await send('k', mail(), asynchronous)).toMatchObject({ status: 202, body: first.body })
  })

  it.each([
    ['accepted', 'its settlement', true],
    ['failed', 'the first request', false],
  ])('of a message that turns out to be %s counts its day from %s', async (outcome, _since, isKept) => {
    breakOff()
    const { body } = await send('k', mail(), asynchronous)
    await deliver(body.id)
    pass(23 * hour)
    await resolve(body.id, outcome)
    await forget(1)
    expect((await send('k', mail(), asynchronous)).body.id).toBe(body.id)
    pass(2 * hour)
    await forget(1)
    const { id } = (await send('k', mail(), asynchronous)).body
    expect(id === body.id).toBe(isKept)
  })

  it('does not let the cleanup forget that an unknown message was already sent again', async () => {
    breakOff()
    const { id } = (await send('k', mail(), asynchronous)).body
    await deliver(id)
    const resend = () => bot.service.post(`${bot.messages}/${id}/resend`)
    const again = (await resend()).body.id
    await deliver(again)
    pass(5 * day)
    await forget(1)
    expect(problemOf(await resend())).toMatchObject({ slug: 'not-possible-now', pointers: ['/again'] })
    pass(3 * day)
    await forget(1)
    expect(await stateOf(again)).toBeUndefined()
  })

  it('keeps no unknown message without a key', async () => {
    breakOff()
    const { body } = await bot.service.post(bot.messages, mail())
    pass(31 * day)
    await forget(30)
    expect(await stateOf(body.messageId)).toBeUndefined()
  })

  const steps = fc.array(
    fc.oneof(
      fc.record({
        do: fc.constant('send' as const),
        isAsynchronous: fc.boolean(),
        fate: fc.constantFrom('accepted', 'unknown', 'failed'),
      }),
      fc.record({ do: fc.constant('deliver' as const), fate: fc.constantFrom('accepted', 'unknown', 'failed') }),
      fc.record({
        do: fc.constant('follow' as const),
        verb: fc.constantFrom('accepted', 'failed', 'cancel', 'resend'),
      }),
      fc.record({ do: fc.constant('wait' as const), hours: fc.constantFrom(1, 12, 25, 8 * 24, 40 * 24) }),
    ),
    { maxLength: 14 },
  )

  it('sends nothing twice, whatever happens in between', async () => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(steps, async (sequence) => {
        server.emulator.reset()
        run += 1
        pass(-passed)
        // A key may send 1,200 requests a minute.
        if (run % 40 === 0) bot = await server.addBot()
        const subject = `run ${run}`
        const sentAgainAfter: string[] = []
        let last: { id: string; at: number; state: string; settledAt: number } | null = null
        const order = (fate: string) => {
          server.emulator.clearFaults()
          if (fate === 'unknown') breakOff()
          if (fate === 'failed') server.emulator.failNext({ on: 'sendMail', kind: 'answer', status: 400, body: {} })
        }
        for (const step of sequence) {
          if (last) last.state = (await stateOf(last.id)) ?? last.state
          if (step.do === 'wait') {
            pass(step.hours * hour)
            // A message is as old as its ID, which the moved clock does not reach: this keeps it for a day.
            await forget((last?.at ?? 0) / day + 1)
          } else if (step.do === 'send') {
            order(step.fate)
            const { body } = await send(subject, mail({ subject }), step.isAsynchronous ? asynchronous : {})
            const id = body.id ?? body.messageId
            if (last && id !== last.id) {
              // A failed synchronous message frees its key immediately, as may one that a person marks as failed.
              const isFree = last.state === 'failed' || passed - Math.max(last.at, last.settledAt) >= day
              if (!isFree || !['accepted', 'failed', 'cancelled'].includes(last.state)) sentAgainAfter.push(last.state)
            }
            if (id !== last?.id) last = { id, at: passed, state: '', settledAt: 0 }
          } else if (step.do === 'deliver') {
            order(step.fate)
            if (last) await deliver(last.id)
          } else if (last) {
            const isOutcome = step.verb === 'accepted' || step.verb === 'failed'
            if (!isOutcome) await bot.service.post(`${bot.messages}/${last.id}/${step.verb}`)
            else if ((await resolve(last.id, step.verb)).status === 200 && step.verb === 'accepted')
              last.settledAt = passed
          }
        }
        expect(sentAgainAfter).toEqual([])
      }),
      { numRuns: process.env['TEST_LONG'] ? 2_000 : 40, endOnFailure: true },
    )
  }, 600_000)
})
