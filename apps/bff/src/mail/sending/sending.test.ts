import { example, type MicrosoftEmulator, startMicrosoftEmulator } from '@office365-email/microsoft-emulator'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startProgram } from '../../testing/run-program.ts'
import {
  mail,
  type SendingBot,
  type SendingServer,
  startSendingServer,
  until,
} from '../../testing/start-sending-server.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { createTestClient, ownFailure, problemOf } from '../../testing/test-client.ts'
import { watchOnce } from '../alerts/start-watch.ts'

const hour = 3_600_000

let emulator: MicrosoftEmulator
let first: SendingServer
let bot: SendingBot
const servers: TestServer[] = []

beforeEach(async () => {
  emulator = await startMicrosoftEmulator()
  first = await startSendingServer({ emulator })
  bot = await first.addBot()
})
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
  await first.close()
  await emulator.close()
})

/** Another server on the database of the first, as after a restart with another setting. */
async function startAgain(environment: Record<string, string> = {}) {
  const files = first.environment
  // What the first one leased is free at once, as after its end.
  await first.dependencies.storage.servers.leave()
  const server = await startTestServer({ emulator, environment: { ...files, ...environment } })
  servers.push(server)
  return { ...server, service: createTestClient(server.url, server.url, bot.key), owner: await server.signIn() }
}
type Again = Awaited<ReturnType<typeof startAgain>>

const countMessages = async () => (await first.sql('select id from messages')).length
const asynchronous = { prefer: 'respond-async' }
const enqueue = async () => (await bot.service.post(bot.messages, mail(), asynchronous)).body.id
const reach = (server: Again, id: string, wanted: string) =>
  until(
    async () => (await server.service.get(`${bot.messages}/${id}`)).body,
    ({ state }) => state === wanted,
  )
const handedOver = () => emulator.requests().filter(({ route }) => route === 'sendMail')

async function expectNothingIsTaken({ service, owner }: Again): Promise<void> {
  const before = await countMessages()
  const answers = [
    await service.post(bot.messages, mail()),
    await service.post(bot.messages, mail(), asynchronous),
    await service.post(bot.messages, mail(), { 'idempotency-key': 'k-1' }),
    await owner.post(`/bots/${bot.id}/test-messages`, { to: 'ada@example.com' }),
    await owner.post(`/bots/${bot.id}/office365/restriction-checks`, { otherUserId: example.sharedUserId }),
    await owner.post(`${bot.messages}/anything/resend`),
  ]
  for (const answer of answers) {
    expect(problemOf(answer)).toMatchObject({ status: 503, slug: 'sending-is-off' })
    expect(answer.body.diagnosis).toMatchObject(ownFailure('sending_off'))
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  }
  expect(await countMessages()).toBe(before)
  expect(await first.sql('select key from idempotency_keys')).toEqual([])
  expect(handedOver()).toEqual([])
}

describe('SENDING=off', () => {
  it('accepts nothing, keeps queued messages, and sends them when it is on again', async () => {
    const id = await enqueue()
    const off = await startAgain({ SENDING: 'off' })
    await off.dependencies.mail.queueWorker.start()
    await expectNothingIsTaken(off)
    expect((await off.service.get('/sending')).body).toEqual({ state: 'off' })
    expect((await fetch(`${off.url}/readyz`)).status).toBe(200)
    expect(await (await fetch(`${off.url}/metrics`)).text()).toMatch(/office365_email_sending\{state="off"\} 1\n/)
    expect((await off.service.get(`${bot.messages}/${id}`)).body.state).toBe('queued')
    await off.close()
    servers.splice(0)

    const on = await startAgain()
    await on.dependencies.mail.queueWorker.start()
    await reach(on, id, 'accepted')
  })

  it('does not count its time toward the 24 hours of queued messages', async () => {
    const id = await enqueue()
    await first.sql(`update outbox set taken_at = taken_at - ${23 * hour}`)
    await startAgain({ SENDING: 'off' })
    await first.sql('update sending_hold set since = ?', new Date(Date.now() - 72 * hour).toISOString())
    await first.sql(`update outbox set taken_at = taken_at - ${72 * hour}`)
    const on = await startAgain()
    expect(await first.sql('select * from sending_hold')).toEqual([])
    await on.dependencies.mail.queueWorker.start()
    await reach(on, id, 'accepted')
  })

  it('counts the time before it and after it', async () => {
    const id = await enqueue()
    await first.sql(`update outbox set taken_at = taken_at - ${23 * hour}`)
    await startAgain({ SENDING: 'off' })
    const on = await startAgain()
    on.advanceClock(2 * hour)
    await on.dependencies.mail.queueWorker.start()
    expect(await reach(on, id, 'failed')).toMatchObject({ attempts: 0 })
  })

  it('lets queued messages be canceled, and repeats the first response to a repeated request', async () => {
    const id = await enqueue()
    const sent = await bot.service.post(bot.messages, mail(), { 'idempotency-key': 'k-2' })
    const off = await startAgain({ SENDING: 'off' })
    expect((await off.service.post(`${bot.messages}/${id}/cancel`)).body.state).toBe('cancelled')
    const again = await off.service.post(bot.messages, mail(), { 'idempotency-key': 'k-2' })
    expect(again).toMatchObject({ status: 202, body: { id: sent.body.id, state: 'accepted' } })
  })

  it('still checks configurations: a sign-in sends nothing', async () => {
    const off = await startAgain({ SENDING: 'off' })
    const { body } = await off.owner.post(`/bots/${bot.id}/office365/checks`)
    expect(body.checks).toContainEqual(expect.objectContaining({ name: 'secret', outcome: 'passed' }))
  })
})

describe('a database that was restored', () => {
  const hold = () =>
    first.sql(`insert into sending_hold (id, reason, since) values (1, 'restored', '2026-05-03T12:00:00.000Z')`)

  it('sends nothing until an owner releases it, and then the queued messages', async () => {
    const id = await enqueue()
    await hold()
    const restored = await startAgain()
    await restored.dependencies.mail.queueWorker.start()
    await expectNothingIsTaken(restored)
    const view = { state: 'held', reason: 'restored', since: '2026-05-03T12:00:00.000Z' }
    expect((await restored.service.get('/sending')).body).toEqual(view)
    expect((await restored.owner.get('/sending')).body).toEqual({ ...view, queuedMessages: 1 })
    expect((await fetch(`${restored.url}/readyz`)).status).toBe(200)
    expect(await (await fetch(`${restored.url}/metrics`)).text()).toMatch(/email_sending\{state="held"\} 1\n/)

    expect((await restored.owner.post('/sending/release')).body).toEqual({ state: 'on' })
    await reach(restored, id, 'accepted')
    expect((await restored.service.post(bot.messages, mail())).body.state).toBe('accepted')
    expect(problemOf(await restored.owner.post('/sending/release'))).toMatchObject({ slug: 'not-possible-now' })
    const { auditEvents } = (await restored.owner.get('/audit-events?action=sending.released')).body
    expect(auditEvents).toMatchObject([{ actor: { kind: 'person' }, details: { reason: 'restored' } }])
  })

  it('is released only by an owner with a fresh sign-in', async () => {
    await hold()
    const restored = await startAgain()
    const newcomer = { email: 'admin@example.com', role: 'admin', botIds: [bot.id], password: 'four-words-in-a-row' }
    await restored.owner.post('/people', newcomer)
    const admin = await restored.signIn({ email: newcomer.email, password: newcomer.password })
    expect((await admin.get('/sending')).body).toMatchObject({ state: 'held', reason: 'restored' })
    for (const other of [admin, restored.service])
      expect(problemOf(await other.post('/sending/release'))).toMatchObject({ status: 403, slug: 'forbidden' })
    expect(problemOf(await restored.anonymous().get('/sending'))).toMatchObject({ status: 401 })
    restored.advanceClock(20 * 60_000)
    await restored.owner.get('/session')
    restored.advanceClock(11 * 60_000)
    expect(problemOf(await restored.owner.post('/sending/release'))).toMatchObject({ slug: 'fresh-sign-in-required' })
    expect((await restored.service.get('/sending')).body.state).toBe('held')
  })

  it('posts only that it is held, and runs no automatic checks', async () => {
    const posts: string[] = []
    const { dependencies } = await startAgain()
    const post = async (_url: string, _headers: object, alert: string) => {
      posts.push(JSON.parse(alert).type)
      return { status: 200, retryAfter: null, text: 'ok' }
    }
    const { services, queueWorker } = dependencies.mail
    const watching = { ...services, queueWorker, alertSender: { ...services.alertSender, post } }
    const { body } = await first.admin.post('/alert-webhooks', { url: 'https://alerts.example.com/' })
    await first.sql(`update office365_configurations set secret_expires_on = '2020-01-01'`)
    const signIns = () => emulator.requests().filter(({ route }) => route === 'token').length
    const before = signIns()
    const now = new Date()
    const round = () => watchOnce(watching, new Date(now.getTime() - 24 * hour), now)

    const isHeld = (wanted: boolean) =>
      until(
        () => services.sending.isHeld(),
        (held) => held === wanted,
      )

    await hold()
    await isHeld(true)
    await round()
    expect({ posts, signIns: signIns() }).toEqual({ posts: ['messages-held'], signIns: before })
    const test = await first.admin.post(`/alert-webhooks/${body.id}/test`)
    expect(problemOf(test)).toMatchObject({ slug: 'sending-is-off' })

    await first.admin.post('/sending/release')
    await isHeld(false)
    await round()
    expect(posts.slice(1).sort()).toEqual(['messages-released', 'secret-expired'])
    expect(signIns()).toBeGreaterThan(before)
  })

  it('can be held and released by an operator while the server runs', async () => {
    const id = await enqueue()
    const environment = first.environment
    const run = (command: string) => startProgram('cli.ts', [command], environment).ended
    expect(await run('hold-restored')).toMatchObject({ exitCode: 0, output: expect.stringMatching(/Send from here/) })
    expect(problemOf(await bot.service.post(bot.messages, mail()))).toMatchObject({ slug: 'sending-is-off' })
    // It may have been sent after the copy was made.
    const held = (await bot.service.get(`${bot.messages}/${id}`)).body
    expect(held).toMatchObject({ state: 'unknown', diagnosis: ownFailure('restored_from_backup') })
    expect(problemOf(await first.admin.get('/session'))).toMatchObject({ slug: 'not-signed-in' })
    expect(await run('release-sending')).toMatchObject({ exitCode: 0, output: 'Sending is released.\n' })
    expect(await run('release-sending')).toMatchObject({ exitCode: 0, output: 'Sending was not held.\n' })
    expect((await bot.service.post(bot.messages, mail())).body.state).toBe('accepted')
    const actions = await first.sql(`select action from audit_events where action like 'sending.%' order by sequence`)
    expect(actions).toEqual([{ action: 'sending.held' }, { action: 'sending.released' }])
  })

  it('may be tried with SENDING=simulate, and stays held', async () => {
    await hold()
    const simulating = await startAgain({ SENDING: 'simulate' })
    expect((await simulating.service.post(bot.messages, mail())).body.state).toBe('simulated')
    expect((await simulating.service.get('/sending')).body).toMatchObject({ state: 'simulate', reason: 'restored' })
    expect((await (await startAgain()).service.get('/sending')).body.state).toBe('held')
  })
})

describe('SENDING=simulate', () => {
  it('does everything except the submission', async () => {
    const server = await startAgain({ SENDING: 'simulate' })
    const { service, owner } = server
    await server.dependencies.mail.queueWorker.start()
    const key = { 'idempotency-key': 'k-3' }
    const answer = await service.post(bot.messages, mail(), key)
    expect(answer).toMatchObject({ status: 202, body: { id: expect.any(String), state: 'simulated' } })
    expect(Object.keys(answer.body)).toEqual(['id', 'state'])
    const again = await service.post(bot.messages, mail(), key)
    expect(again.body).toEqual(answer.body)
    expect(again.headers.get('idempotent-replayed')).toBe('true')
    expect(problemOf(await service.post(bot.messages, mail({ text: 'other' }), key))).toMatchObject({ status: 422 })

    const queued = await service.post(bot.messages, mail(), asynchronous)
    expect(queued.body.state).toBe('queued')
    expect(await reach(server, queued.body.id, 'simulated')).toMatchObject({ attempts: 1, microsoft: null })
    expect(await first.sql('select message_id from outbox')).toEqual([])
    expect((await service.get(`${bot.messages}?state=simulated`)).body.messages).toHaveLength(2)
    for (const verb of ['resend', 'cancel'])
      expect(problemOf(await service.post(`${bot.messages}/${answer.body.id}/${verb}`))).toMatchObject({ status: 409 })

    expect(handedOver()).toEqual([])
    expect(emulator.requests().some(({ route }) => route === 'token')).toBe(true)
    expect(await (await fetch(`${server.url}/metrics`)).text()).toMatch(/messages_total\{outcome="simulated"\} 2\n/)
    const { health, lastAcceptedAt } = (await owner.get(`/bots/${bot.id}/office365`)).body
    expect({ state: health.state, lastAcceptedAt }).toEqual({ state: 'untested', lastAcceptedAt: null })
  })

  it('does not report a test as accepted, and says what is not proven', async () => {
    const { owner } = await startAgain({ SENDING: 'simulate' })
    const { body } = await owner.post(`/bots/${bot.id}/test-messages`, { to: 'ada@example.com' })
    expect(body.outcome).toBe('simulated')
    const outcomes = body.checks.map(({ name, outcome }: { name: string; outcome: string }) => `${name} ${outcome}`)
    const proven = ['tenant passed', 'application passed', 'secret passed', 'permission passed']
    expect(outcomes).toEqual([...proven, 'mailbox skipped', 'restriction skipped'])
    expect(body.checks[4].summary).toMatch(/^Not proven: sending is simulated/)
    expect(handedOver()).toEqual([])
  })

  it('still shows that Entra refuses the values', async () => {
    emulator.failNext({ on: 'token', kind: 'microsoft-error', error: 7000222 })
    const { service, owner } = await startAgain({ SENDING: 'simulate' })
    expect(problemOf(await service.post(bot.messages, mail()))).toMatchObject({ slug: 'microsoft-rejected' })
    expect((await owner.get(`/bots/${bot.id}/office365`)).body.health.state).toBe('failing')
  })

  it('asks Graph whether the app is limited to its mailbox, which sends no mail', async () => {
    const { owner } = await startAgain({ SENDING: 'simulate' })
    const otherUserId = example.sharedUserId
    const { body } = await owner.post(`/bots/${bot.id}/office365/restriction-checks`, { otherUserId })
    expect(body.outcome).toBe('unlimited')
    expect(emulator.sentMail()).toEqual([])
  })
})
