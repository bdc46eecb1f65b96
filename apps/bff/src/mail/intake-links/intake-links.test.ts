import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { example } from '@office365-email/microsoft-emulator'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { forgetExpired } from '../../start-forgetting.ts'
import { owner, startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { problemOf, type TestClient, type TestResponse } from '../../testing/test-client.ts'

const values = {
  userEmail: example.userEmail,
  clientId: example.clientId,
  tenantId: example.tenantId,
  userId: example.userId,
  clientSecret: example.secret,
  secretExpiresOn: '2030-05-03',
}
const hour = 60 * 60_000

let server: TestServer
let admin: TestClient
let outsider: TestClient
let bot: string
let count = 0

beforeAll(async () => {
  server = await startTestServer()
  outsider = server.anonymous()
})
afterAll(() => server.close())
beforeEach(async () => {
  server.emulator.reset()
  admin = await server.signIn()
  count += 1
  bot = `/bots/bot-${count}`
  await admin.put(bot, { name: `Bot ${count}` })
})

async function makeLink(body?: object): Promise<{ id: string; token: string; path: string }> {
  const answer = await admin.post(`${bot}/intake-links`, body)
  expect(answer.status).toBe(201)
  expect(Object.keys(answer.body)).toEqual(['id', 'url', 'expiresAt'])
  const [page = '', token = ''] = answer.body.url.split('#')
  expect(page).toBe(`${server.dependencies.config.publicUrl}/intake`)
  return { id: answer.body.id, token, path: `${bot}/intake-links/${answer.body.id}` }
}
const read = (token: string) => outsider.post('/intake/read', { token })
const submit = (token: string, changes: object = {}) =>
  outsider.post('/intake/submit', { token, ...values, ...changes })
const listed = async () => (await admin.get(`${bot}/intake-links`)).body.intakeLinks
const withoutRequestId = ({ status, body }: TestResponse) => ({ status, body: { ...body, requestId: '' } })

describe('an intake link', () => {
  it('lets an IT admin enter the values, which an admin approves without seeing the secret', async () => {
    const link = await makeLink()
    expect((await read(link.token)).body).toMatchObject({
      bot: { name: `Bot ${count}` },
      createdBy: 'ada',
      triesLeft: 10,
    })

    const submitted = await submit(link.token)
    expect(submitted.status).toBe(200)
    expect(submitted.body.checks[0]).toMatchObject({ name: 'tenant', outcome: 'passed' })
    const { clientSecret, ...shown } = values
    const [waiting] = await listed()
    expect(waiting).toMatchObject({ status: 'waiting-for-approval', submitted: shown })
    expect(JSON.stringify(waiting)).not.toContain(clientSecret)

    const approved = await admin.post(`${link.path}/approve`)
    expect(approved.status).toBe(200)
    expect(approved.body).toMatchObject({
      state: 'locked',
      version: 1,
      savedBy: { kind: 'person', name: 'ada' },
      clientSecret: { state: 'set', expiresOn: '2030-05-03' },
    })
    expect(approved.body).toEqual((await admin.get(`${bot}/office365`)).body)
    expect((await listed())[0].status).toBe('approved')
    expect((await admin.post(`${bot}/office365/checks`)).body.checks[2]).toMatchObject({
      name: 'secret',
      outcome: 'passed',
    })
  })

  it('gets the same response when it is used, expired, revoked, exhausted or unknown', async () => {
    const unknown = withoutRequestId(await read('A'.repeat(43)))
    expect(unknown).toMatchObject({ status: 404, body: { type: '/problems/not-found' } })

    const used = await makeLink()
    await submit(used.token)
    const revoked = await makeLink()
    expect((await admin.delete(revoked.path)).status).toBe(204)
    const exhausted = await makeLink()
    for (let tries = 0; tries < 10; tries += 1)
      expect((await submit(exhausted.token, { clientSecret: 'wr0ng~secret_value.that-is-none' })).status).toBe(422)
    const expired = await makeLink()
    const tokens = { used, revoked, exhausted, expired }
    server.advanceClock(72 * hour)
    for (const [name, { token }] of Object.entries(tokens)) {
      expect([name, withoutRequestId(await read(token))]).toEqual([name, unknown])
      expect([name, withoutRequestId(await submit(token))]).toEqual([name, unknown])
    }
    server.advanceClock(-72 * hour)
    for (const [name, { token }] of Object.entries({ used, revoked, exhausted }))
      expect([name, withoutRequestId(await submit(token))]).toEqual([name, unknown])
  })

  it('survives values that Microsoft refuses, and counts them', async () => {
    const link = await makeLink()
    const refused = await submit(link.token, { clientSecret: example.expiredSecret })
    expect(problemOf(refused)).toEqual({ status: 422, slug: 'microsoft-rejected-values', pointers: ['/clientSecret'] })
    expect((await read(link.token)).body.triesLeft).toBe(9)
    expect((await submit(link.token)).status).toBe(200)
  })

  it('refuses the password of the signed-in person as the secret, and counts that as a try', async () => {
    const link = await makeLink()
    const own = { token: link.token, ...values, clientSecret: owner.password }
    const answer = await admin.post('/intake/submit', own)
    expect(problemOf(answer)).toEqual({ status: 422, slug: 'invalid-request', pointers: ['/clientSecret'] })
    expect(server.emulator.requests()).toEqual([])
    expect((await read(link.token)).body.triesLeft).toBe(9)

    expect((await submit(link.token)).status).toBe(200)
    const grace = { email: 'grace@example.com', password: values.clientSecret }
    await admin.post('/people', { ...grace, role: 'owner' })
    const asGrace = await server.signIn(grace)
    expect(problemOf(await asGrace.post(`${link.path}/approve`)).pointers).toEqual(['/clientSecret'])
    expect((await admin.post(`${link.path}/approve`)).status).toBe(200)
  })

  it('counts no try for values that are wrong before the check with Microsoft, or while Microsoft cannot be reached', async () => {
    const link = await makeLink()
    expect(problemOf(await submit(link.token, { clientSecret: example.secretId })).pointers).toEqual(['/clientSecret'])
    expect(problemOf(await submit(link.token, { clientId: example.tenantId })).pointers).toEqual(['/clientId'])
    server.emulator.failAlways({ on: 'token', kind: 'reset-before-answer' })
    expect(problemOf(await submit(link.token)).slug).toBe('microsoft-unreachable')
    server.emulator.reset()
    expect((await read(link.token)).body.triesLeft).toBe(10)
  })

  it('accepts one of two concurrent submissions', async () => {
    const link = await makeLink()
    const answers = await Promise.all([submit(link.token), submit(link.token)])
    expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([200, 404])
  })

  it('is approved only if the configuration is not locked', async () => {
    await admin.put(`${bot}/office365`, values)
    const link = await makeLink()
    await submit(link.token)
    expect(problemOf(await admin.post(`${link.path}/approve`))).toMatchObject({
      status: 409,
      slug: 'configuration-locked',
    })
    await admin.post(`${bot}/office365/reset`)
    expect((await admin.post(`${link.path}/approve`)).body).toMatchObject({ state: 'locked', version: 2 })
    expect(problemOf(await admin.post(`${link.path}/approve`))).toMatchObject({ status: 409, slug: 'not-possible-now' })
  })

  it('saves nothing if it is revoked while Microsoft is asked', async () => {
    const link = await makeLink()
    await submit(link.token)
    server.emulator.failNext({ on: 'token', kind: 'slow', delayMs: 1_500, match: example.clientId })
    const tokens = server.emulator.tokenRequests().length
    const approval = admin.post(`${link.path}/approve`)
    await expect.poll(() => server.emulator.tokenRequests().length).toBe(tokens + 1)
    expect((await admin.delete(link.path)).status).toBe(204)
    expect(problemOf(await approval)).toMatchObject({ status: 409, slug: 'not-possible-now' })
    expect((await admin.get(`${bot}/office365`)).body).toMatchObject({ state: 'unconfigured', version: 0 })
    expect((await listed())[0].status).toBe('revoked')
  })

  it('is revoked any number of times, but not after it was approved', async () => {
    const [approved, revoked] = [await makeLink(), await makeLink()]
    for (let round = 0; round < 2; round += 1) expect((await admin.delete(revoked.path)).status).toBe(204)
    await submit(approved.token)
    await admin.post(`${approved.path}/approve`)
    expect(problemOf(await admin.delete(approved.path))).toMatchObject({ status: 409, slug: 'not-possible-now' })
    expect((await admin.get(`${bot}/office365`)).body.state).toBe('locked')
  })

  it('is verified again when it is approved', async () => {
    const link = await makeLink()
    await submit(link.token)
    server.emulator.control.expireSecret({ clientId: values.clientId })
    expect(problemOf(await admin.post(`${link.path}/approve`)).slug).toBe('microsoft-rejected-values')
    expect((await listed())[0].status).toBe('waiting-for-approval')
  })

  it('belongs only to its bot', async () => {
    const link = await makeLink()
    await submit(link.token)
    await admin.put(`${bot}-other`, { name: 'Other' })
    expect((await admin.post(`${bot}-other/intake-links/${link.id}/approve`)).status).toBe(404)
    expect((await admin.delete(`${bot}-other/intake-links/${link.id}`)).status).toBe(404)
  })

  it('expires at the time that its creator chose, within a week', async () => {
    const link = await makeLink({ expiresInHours: 1 })
    server.advanceClock(hour)
    expect((await read(link.token)).status).toBe(404)
    server.advanceClock(-hour)
    expect(problemOf(await admin.post(`${bot}/intake-links`, { expiresInHours: 1_000 })).pointers).toEqual([
      '/expiresInHours',
    ])
  })

  it('waits a week for approval; then the entered values are deleted', async () => {
    const link = await makeLink()
    await submit(link.token)
    server.advanceClock(169 * hour)
    await forgetExpired(server.dependencies)
    admin = await server.signIn()
    expect((await listed())[0].status).toBe('expired')
    expect(problemOf(await admin.post(`${link.path}/approve`)).slug).toBe('not-possible-now')
    server.advanceClock(-169 * hour)
  })

  it('leaves neither its token nor the secret in the files, and audits every step', async () => {
    const link = await makeLink()
    await read(link.token)
    await submit(link.token, { clientSecret: example.expiredSecret })
    await submit(link.token)
    await admin.post(`${link.path}/approve`)
    const { auditEvents } = (await admin.get(`/audit-events?action=intake-link&botId=${bot.slice(6)}`)).body
    expect(
      auditEvents
        .map(({ action, outcome, actor }: Record<string, { kind: string }>) => [action, outcome, actor?.kind])
        .reverse(),
    ).toEqual([
      ['intake-link.created', 'succeeded', 'person'],
      ['intake-link.opened', 'succeeded', 'intake-link'],
      ['intake-link.refused', 'refused', 'intake-link'],
      ['intake-link.submitted', 'succeeded', 'intake-link'],
      ['intake-link.approved', 'succeeded', 'person'],
    ])
    for (const file of readdirSync(server.folder)) {
      const content = readFileSync(join(server.folder, file), 'latin1')
      expect(content.includes(link.token)).toBe(false)
      expect(content.includes(values.clientSecret)).toBe(false)
    }
  })
})
