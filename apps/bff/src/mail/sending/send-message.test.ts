import { type Fault, startMicrosoftEmulator } from '@office365-email/microsoft-emulator'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  mail,
  type SendingBot,
  type SendingServer,
  startSendingServer,
  until,
} from '../../testing/start-sending-server.ts'
import { ownFailure, problemOf } from '../../testing/test-client.ts'

let server: SendingServer
let bot: SendingBot

beforeAll(async () => {
  server = await startSendingServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  server.emulator.reset()
  bot = await server.addBot()
})

const send = (message: object, headers?: Record<string, string>) => bot.service.post(bot.messages, message, headers)
const read = async (id: string) => (await bot.service.get(`${bot.messages}/${id}`)).body
const listed = async () => (await bot.service.get(bot.messages)).body.messages
const sent = () => server.emulator.sentMail()
const calls = () => server.emulator.requests().filter(({ route }) => route === 'sendMail')

const unlimited = { concurrentRequests: Infinity }

describe('a message', () => {
  it('is accepted, and listed without its body', async () => {
    const answer = await send(mail())
    expect(answer.status).toBe(202)
    expect(answer.body).toEqual({
      id: expect.any(String),
      state: 'accepted',
      microsoft: { requestId: sent()[0]?.requestId },
    })
    expect(await read(answer.body.id)).toEqual({
      id: answer.body.id,
      botId: bot.id,
      state: 'accepted',
      source: { kind: 'service', name: expect.stringMatching(/^Service/) },
      to: [{ address: 'ada@example.com' }],
      cc: [],
      bcc: [],
      subject: 'Your order',
      createdAt: expect.any(String),
      settledAt: expect.any(String),
      attempts: 1,
      microsoft: { requestId: sent()[0]?.requestId },
    })
    expect((await server.admin.get(`/bots/${bot.id}/office365`)).body).toMatchObject({
      health: { state: 'working' },
      lastAcceptedAt: expect.any(String),
    })
  })

  it('accepts everything that Graph accepts, in every script', async () => {
    const picture = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255]).toString('base64')
    const answer = await send({
      to: ['ada@example.com', { name: 'Zoë Łukasz 李', address: 'zoe@example.com' }],
      cc: [{ name: 'Copy', address: 'copy@example.com' }],
      bcc: ['hidden@example.com'],
      replyTo: ['answers@example.com'],
      subject: 'Grüße — 你好 🎉 "quoted" \\ back',
      html: '<p>Grüße 你好 🎉</p><img src="cid:logo">',
      attachments: [
        { filename: 'Übersicht 你好.pdf', contentType: 'application/pdf', content: 'JVBERi0xLjcK' },
        { filename: 'logo.png', contentType: 'image/png', content: picture, contentId: 'logo' },
      ],
      importance: 'high',
      headers: { 'X-Order': '4711', 'x-kind': 'test' },
      saveToSentItems: false,
    })
    expect(answer.status).toBe(202)
    expect(sent()).toMatchObject([
      {
        format: 'json',
        to: [{ address: 'ada@example.com' }, { name: 'Zoë Łukasz 李', address: 'zoe@example.com' }],
        cc: [{ name: 'Copy', address: 'copy@example.com' }],
        bcc: [{ address: 'hidden@example.com' }],
        replyTo: [{ address: 'answers@example.com' }],
        subject: 'Grüße — 你好 🎉 "quoted" \\ back',
        html: '<p>Grüße 你好 🎉</p><img src="cid:logo">',
        importance: 'high',
        headers: [
          { name: 'X-Order', value: '4711' },
          { name: 'x-kind', value: 'test' },
        ],
        saveToSentItems: false,
        attachments: [
          { name: 'Übersicht 你好.pdf', contentBase64: 'JVBERi0xLjcK', isInline: false },
          { name: 'logo.png', contentBase64: picture, isInline: true, contentId: 'logo' },
        ],
      },
    ])
  })

  it('is sent as MIME if it has text and HTML, from the configured mailbox, with its blind copies', async () => {
    const answer = await send({
      to: [{ name: 'Zoë 李', address: 'zoe@example.com' }],
      bcc: ['hidden@example.com', { name: 'Second', address: 'second@example.com' }],
      cc: ['copy@example.com'],
      replyTo: ['answers@example.com'],
      subject: 'Grüße 你好 🎉',
      text: 'Grüße 你好\nzweite Zeile',
      html: '<p>Grüße 你好</p><img src="cid:logo">',
      attachments: [
        { filename: 'Übersicht.pdf', contentType: 'application/pdf', content: 'JVBERi0xLjcK' },
        { filename: 'logo.png', contentType: 'image/png', content: 'iVBORw0KGgo=', contentId: 'logo' },
      ],
      importance: 'low',
      headers: { 'X-Order': '4711' },
    })
    expect(answer.status).toBe(202)
    const [message] = sent()
    expect(message).toMatchObject({
      format: 'mime',
      from: { address: 'bot@contoso.example' },
      to: [{ name: 'Zoë 李', address: 'zoe@example.com' }],
      cc: [{ address: 'copy@example.com' }],
      bcc: [{ address: 'hidden@example.com' }, { name: 'Second', address: 'second@example.com' }],
      replyTo: [{ address: 'answers@example.com' }],
      subject: 'Grüße 你好 🎉',
      importance: 'low',
      saveToSentItems: true,
    })
    expect(message?.text?.trim()).toBe('Grüße 你好\nzweite Zeile')
    expect(message?.html?.trim()).toBe('<p>Grüße 你好</p><img src="cid:logo">')
    expect(message?.mime).toMatch(/multipart\/alternative/)
    expect(message?.attachments.map(({ name, contentBase64 }) => [name, contentBase64])).toEqual(
      expect.arrayContaining([
        ['Übersicht.pdf', 'JVBERi0xLjcK'],
        ['logo.png', 'iVBORw0KGgo='],
      ]),
    )
    expect(message?.headers).toContainEqual({ name: expect.stringMatching(/^x-order$/i), value: '4711' })
  })

  const attachment = { filename: 'a.txt', contentType: 'text/plain', content: 'YWJj' }
  it.each([
    ['no recipient', mail({ to: [] }), '/to'],
    ['no body', { to: ['ada@example.com'], subject: 'x' }, '/text'],
    ['a sender', mail({ from: 'ceo@contoso.example' }), '/from'],
    [
      'another member of an attachment',
      mail({ attachments: [{ ...attachment, '@odata.type': 'x' }] }),
      '/attachments/0',
    ],
    ['a line break in the subject', mail({ subject: 'a\r\nBcc: x@example.com' }), '/subject'],
    ['a line separator in the subject', mail({ subject: 'a\u2028b' }), '/subject'],
    ['a line break in a name', mail({ to: [{ name: 'a\nb', address: 'a@example.com' }] }), '/to/0/name'],
    ['a line break in a header', mail({ headers: { 'x-a': 'b\r\nc: d' } }), '/headers/x-a'],
    ['a header that does not begin with x-', mail({ headers: { Bcc: 'a@example.com' } }), '/headers/Bcc'],
    ['six headers', mail({ headers: Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`x-${n}`, ''])) }), '/headers'],
    ['a NUL in the subject', mail({ subject: 'a\0b' }), '/subject'],
    ['half a surrogate pair in the subject', mail({ subject: 'a\ud800' }), '/subject'],
    [
      'an attachment that is not base64',
      mail({ attachments: [{ ...attachment, content: 'YWJj?' }] }),
      '/attachments/0/content',
    ],
    ['a path as file name', mail({ attachments: [{ ...attachment, filename: '../a' }] }), '/attachments/0/filename'],
    [
      'a reversed file name',
      mail({ attachments: [{ ...attachment, filename: 'a\u202egpj.exe' }] }),
      '/attachments/0/filename',
    ],
    ['two addresses in one', mail({ to: ['a@example.com;b@example.com'] }), '/to/0'],
    ['501 recipients', mail({ to: Array.from({ length: 501 }, (_, n) => `a${n}@example.com`) }), '/to'],
    ['text and html that shall not be saved', mail({ html: '<p>', saveToSentItems: false }), '/saveToSentItems'],
  ])('is refused with %s, and Microsoft is not asked', async (_name, message, pointer) => {
    const answer = await send(message)
    expect(problemOf(answer)).toEqual({ status: 422, slug: 'invalid-request', pointers: [pointer] })
    expect(calls()).toEqual([])
  })

  it.each([
    ['attachments', Array.from({ length: 300_000 }, () => ({}))],
    ['to', Array(600_000).fill(1)],
    ['to', Array(200_000).fill('ada@example.com')],
    ['headers', Object.fromEntries(Array.from({ length: 200_000 }, (_, n) => [`x-${n}`, 'ä']))],
  ])('with a far too long list in %s is refused before its entries are read', async (member, value) => {
    const before = process.cpuUsage()
    const answer = await send(mail({ [member]: value }))
    const { user, system } = process.cpuUsage(before)
    expect(problemOf(answer)).toMatchObject({ status: 422, pointers: [`/${member}`] })
    expect(answer.body.errors[0].detail).toMatch(/^There are \d00,000 entries; at most 1,000 are accepted\.$/)
    expect((user + system) / 1_000).toBeLessThan(5_000)
  })

  it('may have 500 recipients', async () => {
    expect((await send(mail({ to: Array.from({ length: 500 }, (_, n) => `a${n}@example.com`) }))).status).toBe(202)
  })

  const file = (bytes: number) => ({ ...attachment, content: Buffer.alloc(bytes, 1).toString('base64') })
  it('is refused before Microsoft is asked if the request to Microsoft would exceed 4,000,000 bytes', async () => {
    expect(problemOf(await send(mail({ attachments: [file(3_100_000)] })))).toMatchObject({ slug: 'payload-too-large' })
    expect(problemOf(await send(mail({ html: '<p>', attachments: [file(2_300_000)] })))).toMatchObject({
      slug: 'payload-too-large',
    })
    expect(problemOf(await send(mail({ text: 'x'.repeat(6_100_000) })))).toMatchObject({ slug: 'payload-too-large' })
    expect(calls()).toEqual([])
  })

  it('is sent with large attachments, byte by byte', async () => {
    const attachments = [file(1_400_000), file(1_500_000)]
    expect((await send(mail({ attachments }))).status).toBe(202)
    expect((await send(mail({ html: '<p>', attachments: [file(2_000_000)] }))).status).toBe(202)
    expect(sent()[0]?.attachments.map(({ contentBase64 }) => contentBase64)).toEqual(attachments.map((a) => a.content))
    expect(sent()[1]?.attachments[0]?.sizeBytes).toBe(2_000_000)
  })
})

describe('a response from Microsoft', () => {
  it.each([
    [400, 'microsoft-rejected', 502],
    [403, 'microsoft-rejected', 502],
    [404, 'microsoft-rejected', 502],
    [413, 'microsoft-rejected', 502],
    [418, 'microsoft-rejected', 502],
    [200, 'delivery-unknown', 504],
    [204, 'delivery-unknown', 504],
    [302, 'delivery-unknown', 504],
    [500, 'delivery-unknown', 504],
    [502, 'delivery-unknown', 504],
    [503, 'delivery-unknown', 504],
    [504, 'delivery-unknown', 504],
  ])('%i is %s, and nothing is repeated', async (status, slug, answered) => {
    server.emulator.failNext({
      on: 'sendMail',
      kind: 'answer',
      status,
      body: { error: { code: 'Some', message: 'm' } },
    })
    const answer = await send(mail())
    expect(problemOf(answer)).toMatchObject({ status: answered, slug })
    expect(answer.headers.get('retry-after')).toBeNull()
    expect(answer.body.diagnosis.evidence).not.toHaveProperty('message')
    expect(await read(answer.body.messageId)).toMatchObject({
      state: slug === 'delivery-unknown' ? 'unknown' : 'failed',
    })
    expect(calls()).toHaveLength(1)
  })
})

describe('a submitted message whose outcome is unknown', () => {
  it.each<[string, Fault]>([
    ['the connection broke', { on: 'sendMail', kind: 'reset-before-answer' }],
    ['no answer came', { on: 'sendMail', kind: 'timeout-but-delivered' }],
    ...[500, 502, 503, 504].map((status): [string, Fault] => [
      `Microsoft failed with ${status}`,
      { on: 'sendMail', kind: 'answer', status, body: {} },
    ]),
  ])('has a diagnosis that does not advise a blind retry: %s', async (_name, fault) => {
    server.emulator.failNext(fault)
    const answer = await send(mail())
    expect(problemOf(answer)).toMatchObject({ status: 504, slug: 'delivery-unknown' })
    const { retryable, nextSteps } = answer.body.diagnosis
    expect(retryable).toBe(false)
    expect(nextSteps[0]).toMatch(/^Before you send again, check/)
    expect(nextSteps.slice(1).join(' ')).not.toMatch(/again/i)
    expect((await read(answer.body.messageId)).diagnosis).toMatchObject({ retryable, nextSteps })
  })
})

describe('a pause', () => {
  let own: SendingServer
  beforeEach(async () => {
    own = await startSendingServer()
  })
  afterEach(() => own.close())
  const handedOver = () => own.emulator.requests().filter(({ route }) => route === 'sendMail')

  it.each([
    ['429 in seconds', { retryAfter: 30 }, 30],
    ['429 as a date', { retryAfter: 40, as: 'date' as const }, 40],
    ['503 in seconds', { retryAfter: 30, status: 503 as const }, 30],
  ])('after %s holds for all bots of the mailbox', async (_name, fault, seconds) => {
    const [one, other] = [await own.addBot(), await own.addBot()]
    own.emulator.failNext({ on: 'sendMail', kind: 'throttle', ...fault })
    const answer = await one.service.post(one.messages, mail())
    expect(problemOf(answer)).toMatchObject({ status: 503, slug: 'microsoft-throttled' })
    expect(Math.abs(Number(answer.headers.get('retry-after')) - seconds)).toBeLessThanOrEqual(1)
    const refused = await other.service.post(other.messages, mail())
    expect(problemOf(refused)).toMatchObject({ status: 503, slug: 'microsoft-throttled' })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(seconds - 3)
    expect(handedOver()).toHaveLength(1)
  })

  it('that is short delays the message, which is then sent', async () => {
    const { service, messages } = await own.addBot()
    own.emulator.failNext({ on: 'sendMail', kind: 'throttle', retryAfter: 1 })
    const startedAt = performance.now()
    const answer = await service.post(messages, mail())
    expect(answer.status).toBe(202)
    expect(performance.now() - startedAt).toBeGreaterThan(990)
    expect((await service.get(`${messages}/${answer.body.id}`)).body).toMatchObject({ state: 'accepted', attempts: 2 })
  })

  it('that comes with an acceptance delays the next messages, and repeats nothing', async () => {
    const { service, messages } = await own.addBot()
    own.emulator.failNext({ on: 'sendMail', kind: '202-with-retry-after', seconds: 40 })
    expect((await service.post(messages, mail())).status).toBe(202)
    expect(problemOf(await service.post(messages, mail()))).toMatchObject({ slug: 'microsoft-throttled' })
    expect(own.emulator.sentMail()).toHaveLength(1)
  })
})

describe('the access token', () => {
  it('is requested once for a thousand messages', async () => {
    const own = await startSendingServer({ emulator: await startMicrosoftEmulator({ limits: unlimited }) })
    const { service, messages } = await own.addBot()
    const before = own.emulator.tokenRequests().length
    const answers = await Promise.all(Array.from({ length: 100 }, () => service.post(messages, mail())))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 100 }, () => 202))
    expect(own.emulator.tokenRequests().length - before).toBe(1)
    await own.close()
    await own.emulator.close()
  })

  it('is requested again once when Graph refuses it, and then the message is refused', async () => {
    await send(mail())
    const before = server.emulator.tokenRequests().length
    const refusal = { on: 'sendMail', kind: 'microsoft-error', error: 'tokenExpired' } as const
    server.emulator.failNext(refusal)
    expect((await send(mail())).status).toBe(202)
    expect(server.emulator.tokenRequests().length - before).toBe(1)
    server.emulator.failNext({ ...refusal, times: 2 })
    const answer = await send(mail())
    expect(problemOf(answer)).toMatchObject({ status: 502, slug: 'microsoft-rejected' })
    expect(server.emulator.tokenRequests().length - before).toBe(2)
  })
})

describe('a message that is lost on the way', () => {
  it('is unknown when the connection breaks after the whole message was read, and is not repeated', async () => {
    server.emulator.failNext({ on: 'sendMail', kind: 'reset-before-answer', delivered: true })
    const answer = await send(mail())
    expect(problemOf(answer)).toMatchObject({ status: 504, slug: 'delivery-unknown' })
    expect(sent()).toHaveLength(1)
    expect(await read(answer.body.messageId)).toMatchObject({ state: 'unknown' })
  })

  it('is reported as not sent if Microsoft cannot be reached', async () => {
    const own = await startSendingServer()
    const { service, messages } = await own.addBot()
    await service.post(messages, mail())
    await own.emulator.close()
    const answer = await service.post(messages, mail())
    expect(problemOf(answer)).toMatchObject({ status: 503, slug: 'microsoft-unreachable' })
    expect(answer.headers.get('retry-after')).toBe('30')
    const { body } = await service.get(`${messages}/${answer.body.messageId}`)
    expect(body).toMatchObject({ state: 'failed', diagnosis: { field: 'network' } })
    await own.close()
  })

  it('is settled by a response that comes after the caller learned that it is unknown', async () => {
    const own = await startSendingServer({ environment: {} })
    const { id, service, messages } = await own.addBot()
    own.emulator.failNext({ on: 'sendMail', kind: 'slow', delayMs: 26_000 })
    const answer = await service.post(messages, mail(), { 'idempotency-key': 'late' })
    expect(problemOf(answer)).toMatchObject({ status: 504, slug: 'delivery-unknown' })
    expect(answer.body.diagnosis).toMatchObject(ownFailure('answer_timed_out'))
    expect(answer.body.diagnosis).toMatchObject({ retryable: false, actions: ['check-sent-items', 'ask-operator'] })
    const path = `${messages}/${answer.body.messageId}`
    await until(
      async () => (await service.get(path)).body.state,
      (state) => state === 'accepted',
    )
    const again = await service.post(messages, mail(), { 'idempotency-key': 'late' })
    expect(again.status).toBe(202)
    expect(again.body).toMatchObject({ id: answer.body.messageId, state: 'accepted' })
    expect(own.emulator.sentMail()).toHaveLength(1)
    await own.dependencies.mail.writeStatistics()
    const { total } = (await service.get(`/bots/${id}/statistics`)).body
    expect(total).toMatchObject({ accepted: 1, unknown: 0 })
    await own.close()
  }, 40_000)
})

describe('many concurrent messages', () => {
  it('are sent four at a time from one mailbox; a hundred wait, and the rest is refused immediately', async () => {
    const own = await startSendingServer({ emulator: await startMicrosoftEmulator({ sendMailTimeMs: 20 }) })
    const { service, messages } = await own.addBot()
    const answers = await Promise.all(Array.from({ length: 1_000 }, () => service.post(messages, mail())))
    const accepted = answers.filter(({ status }) => status === 202)
    const busy = answers.filter(({ status }) => status === 429)
    expect(accepted.length).toBeGreaterThanOrEqual(104)
    expect(accepted.length + busy.length).toBe(1_000)
    expect(
      busy.every(({ body, headers }) => body.type === '/problems/bot-busy' && headers.get('retry-after') === '1'),
    ).toBe(true)
    expect(own.emulator.sentMail()).toHaveLength(accepted.length)
    expect(own.emulator.requests().filter(({ status }) => status === 429)).toEqual([])
    await own.close()
    await own.emulator.close()
  }, 30_000)
})

describe('the list', () => {
  it('is newest first, pages by cursor and filters by state', async () => {
    const ids: string[] = []
    for (let n = 0; n < 5; n += 1) ids.unshift((await send(mail({ subject: `Message ${n}` }))).body.id)
    server.emulator.failNext({ on: 'sendMail', kind: 'answer', status: 400, body: {} })
    const failed = (await send(mail())).body.messageId
    expect((await listed()).map(({ id }: { id: string }) => id)).toEqual([failed, ...ids])

    const first = (await bot.service.get(`${bot.messages}?limit=4`)).body
    expect(first.messages).toHaveLength(4)
    const second = (await bot.service.get(`${bot.messages}?limit=4&cursor=${first.nextCursor}`)).body
    expect(second.messages.map(({ id }: { id: string }) => id)).toEqual(ids.slice(3))
    expect(second.nextCursor).toBeNull()

    const failures = (await bot.service.get(`${bot.messages}?state=failed`)).body
    expect(failures.messages.map(({ id }: { id: string }) => id)).toEqual([failed])
    expect((await bot.service.get(`${bot.messages}?state=accepted&limit=2`)).body.messages).toHaveLength(2)
  })

  it.each(['limit=0', 'limit=201', 'limit=x', 'state=lost', 'page=2', 'cursor=', 'cursor=x', 'cursor=0'])(
    'refuses %s',
    async (query) => {
      expect(problemOf(await bot.service.get(`${bot.messages}?${query}`))).toMatchObject({ status: 422 })
    },
  )

  it("shows Microsoft's own words to an admin, and only the verdict to a service", async () => {
    server.emulator.failNext({ on: 'sendMail', kind: 'microsoft-error', error: 'accessDenied' })
    const id = (await send(mail())).body.messageId
    expect((await server.admin.get(`${bot.messages}/${id}`)).body.diagnosis.evidence.message).toMatch(/denied/i)
    expect((await read(id)).diagnosis.evidence).not.toHaveProperty('message')
  })
})
