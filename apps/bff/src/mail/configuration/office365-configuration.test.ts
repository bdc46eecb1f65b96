import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { example, exampleByCloud } from '@office365-email/microsoft-emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { contoso as values } from '../../testing/start-sending-server.ts'
import { owner, startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { createTestClient, problemOf, type TestClient } from '../../testing/test-client.ts'

const { clientSecret: _, ...withoutSecret } = values
const unknownGuid = '7d0c4f0e-3a5b-4a51-9d0e-0c8f2a1b6e11'

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

const configuration = () => `${bot}/office365`
const submit = (changes: object = {}, headers?: Record<string, string>) =>
  admin.put(configuration(), { ...values, ...changes }, headers)
const reset = () => admin.post(`${configuration()}/reset`)
const read = async () => (await admin.get(configuration())).body

describe('Submit', () => {
  it('checks the values with Microsoft, saves and locks them, and never returns the secret', async () => {
    const answer = await submit()
    expect(answer.status).toBe(200)
    expect(answer.headers.get('etag')).toBe('"1"')
    expect(answer.body).toMatchObject({
      state: 'locked',
      version: 1,
      userEmail: values.userEmail,
      clientSecret: { state: 'set', expiresOn: null },
      health: { state: 'untested' },
      savedBy: { kind: 'person', name: 'ada' },
    })
    expect(Object.keys(answer.body.clientSecret)).toEqual(['state', 'savedAt', 'expiresOn'])
    expect(answer.body.checks.map(({ name, outcome }: { name: string; outcome: string }) => [name, outcome])).toEqual([
      ['tenant', 'passed'],
      ['application', 'passed'],
      ['secret', 'passed'],
      ['permission', 'passed'],
      ['mailbox', 'skipped'],
      ['restriction', 'skipped'],
    ])
    expect(answer.text).not.toContain(values.clientSecret)
    expect(await read()).toEqual({ ...answer.body, checks: undefined })
  })

  it.each([
    ['an unknown tenant', { tenantId: unknownGuid }, ['/tenantId'], 'tenant_not_found'],
    ['an unknown application', { clientId: unknownGuid }, ['/clientId', '/tenantId'], 'app_not_in_tenant'],
    ['a wrong secret', { clientSecret: 'wr0ng~secret_value.that-is-none' }, ['/clientSecret'], 'secret_invalid'],
    ['an expired secret', { clientSecret: example.expiredSecret }, ['/clientSecret'], 'secret_expired'],
    ['a disabled application', { clientId: example.disabledClientId }, expect.any(Array), 'app_disabled'],
    ['another cloud', { cloud: 'china' }, expect.any(Array), expect.any(String)],
  ])('stores nothing of %s and names the field', async (_name, change, pointers, cause) => {
    const answer = await submit(change)
    expect(problemOf(answer)).toEqual({ status: 422, slug: 'microsoft-rejected-values', pointers })
    expect(answer.body.diagnosis).toMatchObject({ cause, evidence: { code: expect.stringMatching(/\d{5}/) } })
    expect(await read()).toMatchObject({ state: 'unconfigured', version: 0, clientSecret: { state: 'not-set' } })
  })

  it.each([
    ['the Secret ID in place of the Value', { clientSecret: example.secretId }, '/clientSecret'],
    ['a client ID that is a mail address', { clientId: 'bot@contoso.example' }, '/clientId'],
    ['a tenant that leads elsewhere', { tenantId: '..' }, '/tenantId'],
    ['a user that leads elsewhere', { userId: '../../me' }, '/userId'],
    ['no mail address', { userEmail: 'bot' }, '/userEmail'],
    ["Entra's mask in place of the secret", { clientSecret: 'abc******************' }, '/clientSecret'],
    ['a tenant that stands for every tenant', { tenantId: 'common' }, '/tenantId'],
    ['an empty secret', { clientSecret: '  ' }, '/clientSecret'],
    ['equal IDs', { clientId: example.tenantId }, '/clientId'],
    ['a date that is none', { secretExpiresOn: '3 May' }, '/secretExpiresOn'],
    ['an unknown cloud', { cloud: 'germany' }, '/cloud'],
  ])('refuses %s before Microsoft is asked', async (_name, change, pointer) => {
    expect(problemOf(await submit(change))).toEqual({ status: 422, slug: 'invalid-request', pointers: [pointer] })
    expect(server.emulator.requests()).toEqual([])
  })

  it('reads the values out of what surrounds them', async () => {
    const answer = await submit({
      userEmail: `<${values.userEmail}>`,
      clientId: `Client ID: {${values.clientId.toUpperCase()}}`,
      tenantId: `https://login.microsoftonline.com/${values.tenantId}/oauth2/v2.0/token`,
      userId: `\u200b${values.userId}.`,
      clientSecret: `\ufeff${values.clientSecret}\u200b`,
    })
    const { userEmail, clientId, tenantId, userId } = values
    expect(answer.body).toMatchObject({ state: 'locked', userEmail, clientId, tenantId, userId })
  })

  it('refuses the password of the person who submits, before Microsoft is asked, and counts it', async () => {
    await admin.put(bot, { name: 'x' })
    const answer = await submit({ clientSecret: ` ${owner.password} ` })
    expect(problemOf(answer)).toEqual({ status: 422, slug: 'invalid-request', pointers: ['/clientSecret'] })
    expect(answer.body.errors[0].detail).toMatch(/^This is your dashboard password/)
    expect(answer.text).not.toContain(owner.password)
    expect(server.emulator.requests()).toEqual([])
    expect(await read()).toMatchObject({ state: 'unconfigured', version: 0 })
    const others = await Promise.all(Array.from({ length: 60 }, () => submit({ clientSecret: owner.password })))
    expect(others.map(({ status }) => status)).toContain(429)
    expect(server.emulator.requests()).toEqual([])
  })

  it('does not let a caller guess the password of the person through many bots', { timeout: 60_000 }, async () => {
    const own = await startTestServer({ emulator: server.emulator })
    const left = await own.signIn()
    const guess = async (botId: string) =>
      problemOf(await left.put(`/bots/${botId}/office365`, { ...values, clientSecret: `guess at ${botId}` })).status
    const botIds = Array.from({ length: 110 }, (_, index) => `bot-${index}`)
    for (const botId of botIds) await left.put(`/bots/${botId}`, { name: botId })
    const statuses: number[] = []
    for (const botId of botIds) statuses.push(await guess(botId))
    expect(statuses).toEqual([...Array<number>(100).fill(422), ...Array<number>(10).fill(429)])
    await own.close()
  })

  it("lets a service key and another person submit a person's password", async () => {
    const key = { name: 'k', botIds: 'all', scopes: ['configuration:write'] }
    const service = createTestClient(server.url, '', (await admin.post('/service-keys', key)).body.key)
    const grace = { email: `grace-${count}@example.com`, password: 'a-password-of-grace' }
    await admin.post('/people', { ...grace, role: 'owner' })
    for (const client of [service, await server.signIn(grace)]) {
      const answer = await client.put(configuration(), { ...values, clientSecret: owner.password })
      expect(problemOf(answer)).toMatchObject({ slug: 'microsoft-rejected-values' })
    }
  })

  it('refuses members that it does not know, without repeating them', async () => {
    const answer = await submit({ 'canary-member': 1 })
    expect(problemOf(answer)).toMatchObject({ status: 422, slug: 'invalid-request' })
    expect(answer.text).not.toContain('canary')
  })

  it('trims pasted values and writes GUIDs in lower case', async () => {
    const answer = await submit({
      userEmail: ` ${values.userEmail}\n`,
      clientId: `{${values.clientId.toUpperCase()}}`,
      clientSecret: ` ${values.clientSecret} `,
    })
    expect(answer.body).toMatchObject({ userEmail: values.userEmail, clientId: values.clientId })
  })

  it('saves the tenant ID behind a verified domain', async () => {
    expect((await submit({ tenantId: 'Contoso.example' })).body.tenantId).toBe(example.tenantId)
    expect(problemOf(await submit({ tenantId: 'nobody.example' }, {}))).toMatchObject({ slug: 'configuration-locked' })
  })

  it('names the tenant field for a domain that does not exist', async () => {
    expect(problemOf(await submit({ tenantId: 'nobody.example' }))).toEqual({
      status: 422,
      slug: 'microsoft-rejected-values',
      pointers: ['/tenantId'],
    })
  })

  it.each(Object.entries(exampleByCloud))('works in the cloud %s', async (cloud, ids) => {
    const answer = await submit({ ...ids, cloud })
    expect(answer.body).toMatchObject({ state: 'locked', cloud, tenantId: ids.tenantId })
  })

  it('stores nothing when Microsoft cannot be reached, unless the check is skipped', async () => {
    server.emulator.failAlways({ on: 'oidc', kind: 'reset-before-answer' })
    expect(problemOf(await submit())).toMatchObject({ status: 503, slug: 'microsoft-unreachable' })
    expect(await read()).toMatchObject({ state: 'unconfigured' })
    expect((await submit({ verification: 'skip' })).body).toMatchObject({
      state: 'locked',
      health: { state: 'untested' },
    })
  }, 30_000)

  it('distinguishes throttling from a refusal', async () => {
    server.emulator.failAlways({ on: 'token', kind: 'throttle', retryAfter: 17 })
    const answer = await submit()
    expect(problemOf(answer)).toMatchObject({ status: 503, slug: 'microsoft-throttled' })
    expect(answer.headers.get('retry-after')).toBe('17')
  })

  it('refuses what Microsoft refuses even when the check is skipped', async () => {
    expect(problemOf(await submit({ clientSecret: 'wr0ng', verification: 'skip' }))).toMatchObject({
      slug: 'microsoft-rejected-values',
    })
    expect(await read()).toMatchObject({ state: 'unconfigured' })
  })

  it('warns of a token without Mail.Send and of one with more', async () => {
    const permission = (answer: { body: { checks: { name: string; outcome: string; summary: string }[] } }) =>
      answer.body.checks.find(({ name }) => name === 'permission')
    expect(permission(await submit({ clientId: example.unconsentedClientId }))).toMatchObject({ outcome: 'warning' })
    await reset()
    const tooMuch = permission(await submit({ clientId: example.tooPowerfulClientId }))
    expect(tooMuch).toMatchObject({ outcome: 'warning', summary: expect.stringContaining('Mail.ReadWrite') })
  })
})

describe('a locked configuration', () => {
  beforeEach(async () => {
    await submit()
  })

  it('refuses a Submit', async () => {
    expect(problemOf(await submit())).toMatchObject({ status: 409, slug: 'configuration-locked' })
    expect(problemOf(await submit({}, { 'if-match': '"1"' }))).toMatchObject({ slug: 'configuration-locked' })
  })

  it('shows who saved it to a person who has an older version', async () => {
    const answer = await submit({}, { 'if-match': '"0"' })
    expect(problemOf(answer)).toMatchObject({ status: 412, slug: 'configuration-changed' })
    expect(answer.body.current).toMatchObject({ version: 1, savedBy: { name: 'ada' }, savedAt: expect.any(String) })
  })

  it.each(['W/"1"', '1', '"01"', '""'])('compares If-Match strongly, so that %s does not match', async (tag) => {
    await reset()
    expect(problemOf(await submit({}, { 'if-match': tag })).slug).toBe('configuration-changed')
  })

  it('opens with Reset, which may be repeated and canceled and changes no version', async () => {
    expect((await reset()).body).toMatchObject({ state: 'unlocked', version: 1, clientId: values.clientId })
    expect((await reset()).status).toBe(200)
    const cancelled = await admin.delete(`${configuration()}/reset`)
    expect(cancelled.body).toMatchObject({ state: 'locked', version: 1 })
    expect(cancelled.headers.get('etag')).toBe('"1"')
    expect((await admin.delete(`${configuration()}/reset`)).status).toBe(200)
  })

  it.each([
    ['keeps', 'the same values', {}, true],
    ['keeps', 'the same user principal name in other letters', { userId: values.userEmail.toUpperCase() }, true],
    ['drops', 'another User Email', { userEmail: example.userAlias }, false],
    ['drops', 'another User ID', { userId: example.sharedUserId }, false],
  ])('%s what was proven about the mailbox after a Submit with %s', async (_verb, _name, changes, kept) => {
    const userId = values.userEmail
    await reset()
    await submit({ userId })
    await admin.post(`${bot}/test-messages`, { to: 'grace@example.com' })
    await admin.post(`${configuration()}/restriction-checks`, { otherUserId: example.otherUserId })
    const { lastAcceptedAt, restriction } = await read()
    expect(restriction).toMatchObject({ outcome: 'unlimited' })
    await reset()
    expect((await submit({ userId, ...changes })).status).toBe(200)
    expect(await read()).toMatchObject(
      kept ? { lastAcceptedAt, restriction } : { lastAcceptedAt: null, restriction: null },
    )
  })

  it('keeps the secret over a Reset for the same tenant, client and cloud', async () => {
    await reset()
    const answer = await admin.put(configuration(), { ...withoutSecret, userEmail: 'robot@contoso.example' })
    expect(answer.body).toMatchObject({ version: 2, userEmail: 'robot@contoso.example' })
    expect((await admin.post(`${bot}/test-messages`, { to: 'ada@example.com' })).body.outcome).toBe('accepted')
  })

  it.each([
    ['tenant', { tenantId: exampleByCloud.china.tenantId }],
    ['client', { clientId: example.tooPowerfulClientId }],
    ['cloud', { cloud: 'china' }],
  ])('never offers the saved secret to another %s', async (_name, change) => {
    await reset()
    server.emulator.reset()
    expect(problemOf(await admin.put(configuration(), { ...withoutSecret, ...change }))).toEqual({
      status: 422,
      slug: 'secret-required',
      pointers: ['/clientSecret'],
    })
    expect(server.emulator.tokenRequests()).toEqual([])
  })

  it('signs in with the submitted secret, not with the token of an older one', async () => {
    await admin.post(`${bot}/test-messages`, { to: 'ada@example.com' })
    await reset()
    expect(problemOf(await submit({ clientSecret: 'wr0ng' })).slug).toBe('microsoft-rejected-values')
    expect(await read()).toMatchObject({ state: 'unlocked', version: 1 })
  })

  it('lets one of two concurrent submits win', async () => {
    await reset()
    const answers = await Promise.all([submit({}, { 'if-match': '"1"' }), submit({}, { 'if-match': '"1"' })])
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 412]))
    expect(await read()).toMatchObject({ state: 'locked', version: 2 })
  })

  it('stays removed if it is removed while a Submit runs', async () => {
    await reset()
    server.emulator.failNext({ on: 'token', kind: 'slow', delayMs: 300 })
    const submitting = admin.put(configuration(), withoutSecret)
    await expect.poll(() => server.emulator.tokenRequests().length).toBeGreaterThan(1)
    await admin.delete(configuration())
    expect(problemOf(await submitting)).toMatchObject({ status: 412, slug: 'configuration-changed' })
    expect(await read()).toMatchObject({ state: 'unconfigured' })
  })

  it('is gone after removal, and its versions continue', async () => {
    expect((await admin.delete(configuration())).status).toBe(204)
    expect(await read()).toMatchObject({ state: 'unconfigured', clientId: null, clientSecret: { state: 'not-set' } })
    expect(problemOf(await reset())).toMatchObject({ status: 409, slug: 'not-configured' })
    const stale = await submit({}, { 'if-match': '"1"' })
    expect(problemOf(stale)).toMatchObject({ status: 412, slug: 'configuration-changed' })
    expect((await submit({}, { 'if-match': '"2"' })).body.version).toBe(3)
  })

  it('keeps a bot from being deleted', async () => {
    expect(problemOf(await admin.delete(bot))).toMatchObject({ status: 409, slug: 'bot-has-configuration' })
    await admin.delete(configuration())
    expect((await admin.delete(bot)).status).toBe(204)
  })
})

it('requires a fresh sign-in for Reset and removal', async () => {
  const early = await server.signIn()
  await submit()
  server.advanceClock(20 * 60_000)
  expect((await early.get(configuration())).status).toBe(200)
  server.advanceClock(15 * 60_000)
  expect(problemOf(await early.post(`${configuration()}/reset`))).toMatchObject({
    status: 403,
    slug: 'fresh-sign-in-required',
  })
  expect(problemOf(await early.delete(configuration()))).toMatchObject({ slug: 'fresh-sign-in-required' })
  admin = await server.signIn()
  expect((await reset()).status).toBe(200)
})

it('does not leave the secret in the data folder', async () => {
  await submit()
  const needles = [values.clientSecret, Buffer.from(values.clientSecret).toString('base64').slice(0, 24)]
  for (const file of readdirSync(server.folder)) {
    const bytes = readFileSync(join(server.folder, file))
    for (const needle of needles) expect(bytes.includes(needle), `${file} holds the secret`).toBe(false)
  }
})
