import { example, exampleByCloud } from '@office365-email/microsoft-emulator'
import type { Check } from '@office365-email/shared/office365-configuration'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { secretOf } from '../../ground/secrets/secret.ts'
import { contoso as values } from '../../testing/start-sending-server.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { problemOf, type TestClient } from '../../testing/test-client.ts'

let server: TestServer
let admin: TestClient
let bot: string
let count = 0

beforeAll(async () => {
  server = await startTestServer()
  admin = await server.signIn()
})
afterAll(() => server.close())
beforeEach(async () => {
  server.emulator.reset()
  count += 1
  bot = `/bots/bot-${count}`
  await admin.put(bot, { name: `Bot ${count}` })
})

const submit = (changes: object = {}) => admin.put(`${bot}/office365`, { ...values, ...changes })
const read = async () => (await admin.get(`${bot}/office365`)).body
const check = async () => (await admin.post(`${bot}/office365/checks`)).body.checks
const test = async () => (await admin.post(`${bot}/test-messages`, { to: 'grace@example.com' })).body
const outcomes = (checks: Check[]) => Object.fromEntries(checks.map(({ name, outcome }) => [name, outcome]))

describe('a check', () => {
  it('signs in again, sends nothing, and says what it proved for each part', async () => {
    await submit()
    const before = server.emulator.tokenRequests().length
    expect(outcomes(await check())).toEqual({
      tenant: 'passed',
      application: 'passed',
      secret: 'passed',
      permission: 'passed',
      mailbox: 'skipped',
      restriction: 'skipped',
    })
    await check()
    expect(server.emulator.tokenRequests().length).toBe(before + 2)
    expect(server.emulator.sentMail()).toEqual([])
  })

  it.each([
    ['the secret', () => server.emulator.control.deleteSecret({ clientId: example.clientId }), 'secret', 2],
    [
      'the application',
      () => server.emulator.control.setApplicationEnabled({ clientId: example.clientId, enabled: false }),
      'application',
      1,
    ],
  ])('finds %s at fault and does not judge what comes after it', async (_name, breakIt, faulty, passed) => {
    await submit()
    breakIt()
    const checks: Check[] = await check()
    expect(checks.find(({ outcome }) => outcome === 'failed')?.name).toBe(faulty)
    expect(checks.filter(({ outcome }) => outcome === 'passed')).toHaveLength(passed)
    expect((await read()).health).toMatchObject({ state: 'failing', diagnosis: expect.anything() })
  })

  it('invents no error of Entra if Entra does not respond in time', async () => {
    server.emulator.failAlways({ on: 'token', kind: 'hang' })
    const proof = { kind: 'client-secret', clientSecret: secretOf(values.clientSecret) } as const
    const application = { ...values, cloud: 'global', proof } as const
    expect(await server.dependencies.mail.services.entra.signIn(application, 500)).toEqual({
      outcome: 'unreachable',
      failure: { ownCause: 'sign_in_timed_out' },
    })
  })

  it('says nothing about the values while Microsoft cannot be reached', async () => {
    await submit()
    server.emulator.failAlways({ on: 'oidc', kind: 'reset-before-answer' })
    const checks: Check[] = await check()
    expect(outcomes(checks)).toMatchObject({ tenant: 'skipped', application: 'skipped', secret: 'skipped' })
    expect(checks[0]?.diagnosis).toMatchObject({ field: 'network', retryable: true })
    expect((await read()).health.state).toBe('unreachable')
    server.emulator.clearFaults()
    await check()
    expect((await read()).health.state).toBe('untested')
  }, 30_000)
})

describe('health', () => {
  it('is working only after a message was accepted, and keeps its time', async () => {
    await submit()
    await check()
    expect((await read()).health.state).toBe('untested')
    await test()
    const first = await read()
    expect(first.health.state).toBe('working')
    expect(first.lastAcceptedAt).toEqual(expect.any(String))
    await test()
    expect((await read()).health.since).toBe(first.health.since)
  })

  it('stays failing after a sign-in while Graph refuses', async () => {
    await submit()
    server.emulator.control.takeConsent({ clientId: example.clientId })
    expect(await test()).toMatchObject({ outcome: 'failed', diagnosis: { cause: 'permission_missing' } })
    await check()
    expect((await read()).health).toMatchObject({ state: 'failing', diagnosis: { cause: 'permission_missing' } })
    server.emulator.control.giveConsent({ clientId: example.clientId })
    expect((await test()).outcome).toBe('accepted')
    expect((await read()).health).toMatchObject({ state: 'working' })
  })

  it('does not change after a temporary fault', async () => {
    await submit()
    await test()
    server.emulator.failNext({
      on: 'sendMail',
      status: 500,
      body: { error: { code: 'ErrorInternalServerError', message: '' } },
    })
    expect((await test()).outcome).toBe('unknown')
    expect((await read()).health.state).toBe('working')
  })
})

describe('a test message', () => {
  it('distinguishes a token without the role from a refusal: mail may still work', async () => {
    await submit({ clientId: example.exchangeOnlyClientId })
    const result = await test()
    expect(result.outcome).toBe('accepted')
    expect(outcomes(result.checks)).toMatchObject({ permission: 'passed', mailbox: 'passed' })
  })

  it.each(Object.entries(exampleByCloud))('is accepted in the cloud %s', async (cloud, ids) => {
    await submit({ ...ids, cloud })
    expect((await test()).outcome).toBe('accepted')
    expect(server.emulator.sentMail()).toMatchObject([{ tenantId: ids.tenantId, userEmail: ids.userEmail }])
  })

  it('sends nothing if the fresh sign-in fails', async () => {
    await submit()
    await test()
    server.emulator.control.expireSecret({ clientId: example.clientId })
    expect(await test()).toMatchObject({
      outcome: 'failed',
      diagnosis: { cause: 'secret_expired', field: 'clientSecret' },
    })
    expect(server.emulator.sentMail()).toHaveLength(1)
  })

  it('has text and HTML with the same content', async () => {
    await admin.put(bot, { name: 'Orders <b>&"co"</b>' })
    await submit()
    await test()
    const [message] = server.emulator.sentMail()
    expect(message).toMatchObject({ format: 'mime', subject: 'Test email from Orders <b>&"co"</b>' })
    expect(message?.text).toContain('for the bot "Orders <b>&"co"</b>" on ')
    expect(message?.html).toContain('for the bot &quot;Orders &lt;b&gt;&amp;&quot;co&quot;&lt;/b&gt;&quot; on ')
    for (const content of [message?.text, message?.html])
      expect(content).toContain('If you can read it, the bot can send mail through Microsoft 365.')
  })

  it('needs a configuration, and an address', async () => {
    expect(problemOf(await admin.post(`${bot}/test-messages`, { to: 'grace@example.com' }))).toMatchObject({
      status: 409,
      slug: 'not-configured',
    })
    await submit()
    expect(problemOf(await admin.post(`${bot}/test-messages`, { to: 'grace' }))).toMatchObject({ pointers: ['/to'] })
  })
})

describe('the restriction check', () => {
  const restriction = (otherUserId: string = example.otherUserId) =>
    admin.post(`${bot}/office365/restriction-checks`, { otherUserId })

  it('finds an app that may send from any mailbox', async () => {
    await submit()
    expect((await restriction()).body).toMatchObject({ outcome: 'unlimited', at: expect.any(String) })
    expect(outcomes(await check())).toMatchObject({ restriction: 'warning' })
    expect((await read()).restriction).toMatchObject({ outcome: 'unlimited' })
  })

  it('keeps a clear result when a later test is unclear', async () => {
    await submit()
    expect((await restriction('7d0c4f0e-3a5b-4a51-9d0e-0c8f2a1b6e11')).body.outcome).toBe('unknown')
    const { checks } = (await admin.post(`${bot}/office365/checks`)).body
    expect(checks.at(-1)).toMatchObject({
      name: 'restriction',
      outcome: 'skipped',
      summary: expect.stringMatching('could not tell'),
    })
    const { at } = (await restriction('7d0c4f0e-3a5b-4a51-9d0e-0c8f2a1b6e11')).body
    expect((await read()).restriction).toEqual({ outcome: 'unknown', at })
    await restriction()
    expect((await restriction('7d0c4f0e-3a5b-4a51-9d0e-0c8f2a1b6e11')).body.outcome).toBe('unknown')
    expect((await read()).restriction).toMatchObject({ outcome: 'unlimited' })
  })

  it('proves an access policy', async () => {
    await submit()
    server.emulator.control.restrictToScope({ clientId: example.clientId, scopeId: example.botGroupId })
    expect((await restriction()).body).toMatchObject({ outcome: 'limited', by: 'access-policy' })
    expect(outcomes(await check())).toMatchObject({ restriction: 'passed' })
  })

  it('proves an Exchange scope', async () => {
    await submit({ clientId: example.exchangeOnlyClientId })
    expect((await restriction()).body).toMatchObject({ outcome: 'limited', by: 'exchange-scope' })
  })

  it('never calls an app limited that has no permission at all', async () => {
    await submit({ clientId: example.unconsentedClientId })
    expect((await restriction()).body).toMatchObject({ outcome: 'unknown', diagnosis: { cause: 'permission_missing' } })
  })

  it('is unclear for a mailbox that does not exist', async () => {
    await submit()
    expect((await restriction('7d0c4f0e-3a5b-4a51-9d0e-0c8f2a1b6e11')).body).toMatchObject({
      outcome: 'unknown',
      diagnosis: { evidence: { status: 404 } },
    })
  })

  it('is unclear when the own mailbox gives another response', async () => {
    await submit()
    server.emulator.failNext({ on: 'sendMail', status: 202 })
    expect((await restriction()).body.outcome).toBe('unknown')
    server.emulator.failNext({ on: 'sendMail', kind: 'throttle' })
    expect((await restriction()).body).toMatchObject({ outcome: 'unknown', diagnosis: { cause: 'graph_throttled' } })
  })

  it('tries the own mailbox with the sender of the bot, and the other mailbox without a sender', async () => {
    await submit({ userEmail: example.userAlias })
    expect((await restriction()).body.outcome).toBe('unlimited')
    const senders = server.emulator
      .requests()
      .filter(({ route }) => route === 'sendMail')
      .map(({ body }) => JSON.parse(body).message.from)
    expect(senders).toEqual([{ emailAddress: { address: example.userAlias } }, undefined])
  })

  it('finds values that name two mailboxes, if Microsoft refuses the sender', async () => {
    await submit({ userId: example.otherUserId })
    server.emulator.failNext({ on: 'sendMail', kind: 'microsoft-error', error: 'sendAsDenied' })
    expect((await restriction(example.sharedUserId)).body).toMatchObject({
      outcome: 'unknown',
      diagnosis: { cause: 'mailbox_mismatch' },
    })
    expect((await check()).find(({ name }: Check) => name === 'mailbox')).toMatchObject({
      outcome: 'failed',
      diagnosis: { cause: 'mailbox_mismatch' },
    })
    expect((await read()).health).toMatchObject({ state: 'failing', diagnosis: { cause: 'mailbox_mismatch' } })
  })

  it('does not change the health by the response for the other mailbox', async () => {
    await submit()
    await test()
    await restriction('7d0c4f0e-3a5b-4a51-9d0e-0c8f2a1b6e11')
    expect((await read()).health.state).toBe('working')
  })

  it('sends no mail', async () => {
    await submit()
    await restriction()
    expect(server.emulator.sentMail()).toEqual([])
  })

  it.each([example.userId, example.userEmail, example.userEmail.toUpperCase()])(
    'refuses %s, the own mailbox',
    async (own) => {
      await submit()
      expect(problemOf(await restriction(own))).toEqual({
        status: 422,
        slug: 'invalid-request',
        pointers: ['/otherUserId'],
      })
    },
  )

  it('is allowed ten times an hour', async () => {
    await submit()
    for (let times = 0; times < 10; times += 1) expect((await restriction()).status).toBe(200)
    expect(problemOf(await restriction())).toMatchObject({ status: 429, slug: 'rate-limited' })
  })
})

it.each([
  ['global', exampleByCloud['us-government']],
  ['china', exampleByCloud.global],
  ['us-government', exampleByCloud.china],
])('names the cloud if a tenant is looked up in %s but is in another one', async (cloud, ids) => {
  const answer = await submit({ ...ids, cloud })
  expect(problemOf(answer)).toMatchObject({ status: 422, slug: 'microsoft-rejected-values' })
  expect(answer.body.diagnosis.candidates).toContain('wrong_cloud')
})

it('explains a pasted error', async () => {
  const answer = await admin.post('/diagnoses', {
    raw: "AADSTS7000222: The provided client secret keys for app 'x' are expired.",
  })
  expect(answer.body).toMatchObject({ cause: 'secret_expired', field: 'clientSecret', actor: expect.any(String) })
  expect(problemOf(await server.anonymous().post('/diagnoses', { raw: 'x' }))).toMatchObject({ status: 401 })
})
