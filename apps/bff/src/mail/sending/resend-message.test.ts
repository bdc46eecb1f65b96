import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRequestContext } from '../../ground/request-context.ts'
import {
  mail,
  type SendingBot,
  type SendingServer,
  startSendingServer,
  until,
} from '../../testing/start-sending-server.ts'
import { problemOf, type TestClient } from '../../testing/test-client.ts'
import { resendMessage } from './resend-message.ts'
import { resolveMessage } from './resolve-message.ts'

let server: SendingServer
let bot: SendingBot

beforeEach(async () => {
  server = await startSendingServer()
  bot = await server.addBot()
  await server.dependencies.mail.queueWorker.start()
})
afterEach(() => server.close())

const read = async (id: string) => (await bot.service.get(`${bot.messages}/${id}`)).body
const reach = (id: string, wanted: string) =>
  until(
    () => read(id),
    ({ state }) => state === wanted,
  )

async function makeMessage(state: 'failed' | 'unknown'): Promise<string> {
  const fault =
    state === 'failed' ? ({ kind: 'answer', status: 400, body: {} } as const) : { kind: 'reset-before-answer' as const }
  server.emulator.failNext({ on: 'sendMail', ...fault })
  const { body } = await bot.service.post(bot.messages, mail(), { prefer: 'respond-async' })
  await reach(body.id, state)
  return body.id
}

const withKey = (key: string) => ({ 'idempotency-key': key })
const resend = (client: TestClient, id: string, body?: object, headers = {}) =>
  client.post(`${bot.messages}/${id}/resend`, body, headers)
const listResends = async (id: string) =>
  (await bot.service.get(`${bot.messages}?limit=200`)).body.messages.filter(
    ({ resendOf }: { resendOf?: string }) => resendOf === id,
  )

describe('a message that a person sends again', () => {
  it('names the person as its source and in the audit, and keeps the link to the original', async () => {
    const id = await makeMessage('failed')
    const { body } = await resend(server.admin, id)
    expect(body).toMatchObject({ resendOf: id, source: { kind: 'person', name: 'ada' } })
    expect(await read(id)).toMatchObject({ source: { kind: 'service' } })
    const { auditEvents } = (await server.admin.get('/audit-events?action=message.resent')).body
    expect(auditEvents).toMatchObject([
      {
        actor: { kind: 'person', name: 'ada' },
        botId: bot.id,
        outcome: 'succeeded',
        details: { messageId: body.id, resendOf: id },
      },
    ])
  })

  it('names the service if a service does', async () => {
    const { body } = await resend(bot.service, await makeMessage('failed'))
    expect(body).toMatchObject({ source: { kind: 'service', name: 'Service 1' } })
  })
})

describe.each(['service', 'person'])('Idempotency-Key on a resend by a %s', (who) => {
  const client = () => (who === 'person' ? server.admin : bot.service)

  it('sends once, and repeats the first response', async () => {
    const id = await makeMessage('failed')
    const first = await resend(client(), id, {}, withKey('click 1'))
    await reach(first.body.id, 'accepted')
    const again = await resend(client(), id, {}, withKey('click 1'))
    expect(again).toMatchObject({ status: 200, body: first.body })
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(await listResends(id)).toHaveLength(1)
    expect(server.emulator.sentMail()).toHaveLength(1)
  })

  it('sends once if both arrive at the same time', async () => {
    const id = await makeMessage('failed')
    const answers = await Promise.all(Array.from({ length: 8 }, () => resend(client(), id, {}, withKey('double'))))
    const refused = answers.filter(({ status }) => status !== 200).map((answer) => problemOf(answer).slug)
    expect(new Set([...refused, 'idempotency-in-progress'])).toEqual(new Set(['idempotency-in-progress']))
    expect(await listResends(id)).toHaveLength(1)
  })

  it('is refused for another request, and if it is malformed', async () => {
    const [one, other] = [await makeMessage('failed'), await makeMessage('failed')]
    await resend(client(), one, {}, withKey('k'))
    const reused = { status: 422, slug: 'idempotency-key-reused' }
    expect(problemOf(await resend(client(), other, {}, withKey('k')))).toMatchObject(reused)
    expect(problemOf(await resend(client(), one, { again: true }, withKey('k')))).toMatchObject(reused)
    expect(problemOf(await resend(client(), other, {}, withKey('é')))).toMatchObject({ status: 422 })
    expect(await listResends(other)).toHaveLength(0)
  })

  it('is free again if nothing was sent', async () => {
    const id = await makeMessage('failed')
    await server.admin.delete(`/bots/${bot.id}/office365`)
    expect(problemOf(await resend(client(), id, {}, withKey('k')))).toMatchObject({ status: 409 })
    expect(problemOf(await resend(client(), id, {}, withKey('k')))).toMatchObject({ slug: 'not-configured' })
  })
})

describe('a second resend of the same message', () => {
  it.each(['failed', 'unknown'] as const)('needs a deliberate word (%s)', async (state) => {
    const id = await makeMessage(state)
    const { body } = await resend(bot.service, id)
    for (const asked of [undefined, {}, { again: false }]) {
      const answer = await resend(server.admin, id, asked)
      expect(problemOf(answer)).toEqual({ status: 409, slug: 'not-possible-now', pointers: ['/again'] })
      expect(answer.body.messageId).toBe(body.id)
    }
    expect(await listResends(id)).toHaveLength(1)
    expect((await resend(server.admin, id, { again: true })).status).toBe(200)
    expect(await listResends(id)).toHaveLength(2)
  })

  it('is refused even if it comes at the same time as the first', async () => {
    const id = await makeMessage('failed')
    const answers = await Promise.all(Array.from({ length: 6 }, () => resend(bot.service, id)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(5)
  })
})

it('refuses a resend if the original turns out to be sent in the meantime', async () => {
  const id = await makeMessage('unknown')
  const { mail, clock } = server.dependencies
  const context = createRequestContext({ kind: 'person', id: 'p', name: 'ada' }, clock())
  const resolved = () => bot.service.post(`${bot.messages}/${id}/resolve`, { outcome: 'accepted' })
  const resend = { botId: bot.id, messageId: id, again: false, idempotencyKey: null }
  const limit = async () => void (await resolved())
  const resent = resendMessage({ ...mail.services, queueWorker: mail.queueWorker }, context, { ...resend, limit })
  await expect(resent).rejects.toMatchObject({ slug: 'not-possible-now' })
  expect(await listResends(id)).toEqual([])
})

it('settles a message once if two people resolve it at the same time, and refuses the other', async () => {
  const id = await makeMessage('unknown')
  const { mail, clock } = server.dependencies
  const context = createRequestContext({ kind: 'person', id: 'p', name: 'ada' }, clock())
  const resolve = (outcome: 'accepted' | 'failed', idempotencyKey: string | null) =>
    resolveMessage(mail.services, context, { botId: bot.id, messageId: id, outcome, idempotencyKey })
  const results = await Promise.allSettled([resolve('accepted', 'a'), resolve('failed', 'b'), resolve('failed', null)])
  const settled = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value.result.state] : []))
  expect(settled).toEqual([(await read(id)).state])
  const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  expect(refused).toMatchObject([{ slug: 'not-possible-now' }, { slug: 'not-possible-now' }])
})

describe('Idempotency-Key on other actions', () => {
  it('sends one test email, and repeats its result', async () => {
    const test = (to: string, key: string) => server.admin.post(`/bots/${bot.id}/test-messages`, { to }, withKey(key))
    const first = await test('ada@example.com', 'test 1')
    const again = await test('ada@example.com', 'test 1')
    expect(again).toMatchObject({ status: 200, body: { id: first.body.id, outcome: 'accepted' } })
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(problemOf(await test('eve@example.com', 'test 1'))).toMatchObject({ slug: 'idempotency-key-reused' })
    expect(server.emulator.sentMail()).toHaveLength(1)
  })

  it('keeps the result of a test whose outcome is unknown, and frees the key of one that failed', async () => {
    const test = (key: string) =>
      server.admin.post(`/bots/${bot.id}/test-messages`, { to: 'a@example.com' }, withKey(key))
    server.emulator.failNext({ on: 'sendMail', kind: 'reset-before-answer' })
    const unknown = await test('lost')
    expect(unknown.body).toMatchObject({ outcome: 'unknown' })
    expect((await test('lost')).body).toMatchObject({ id: unknown.body.id, outcome: 'unknown' })
    server.emulator.failNext({ on: 'sendMail', kind: 'answer', status: 400, body: {} })
    expect((await test('failed')).body).toMatchObject({ outcome: 'failed' })
    expect((await test('failed')).body).toMatchObject({ outcome: 'accepted' })
  })

  it.each(['accepted', 'failed'])('repeats the response to a message that was resolved as %s', async (outcome) => {
    const id = await makeMessage('unknown')
    const resolve = (choice: string) =>
      bot.service.post(`${bot.messages}/${id}/resolve`, { outcome: choice }, withKey('r'))
    const first = await resolve(outcome)
    const again = await resolve(outcome)
    expect(again).toMatchObject({ status: 200, body: first.body })
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(problemOf(await resolve(outcome === 'failed' ? 'accepted' : 'failed'))).toMatchObject({
      slug: 'idempotency-key-reused',
    })
  })
})
