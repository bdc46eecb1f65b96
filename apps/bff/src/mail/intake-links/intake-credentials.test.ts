import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CredentialKind } from '@office365-email/shared/credential'
import { generateKeyPair, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { forgetExpired } from '../../start-forgetting.ts'
import { findPort } from '../../testing/find-port.ts'
import { contoso } from '../../testing/start-sending-server.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { problemOf, type TestClient, type TestResponse } from '../../testing/test-client.ts'

const { clientSecret, ...values } = contoso
const hour = 60 * 60_000
const unknownClientId = '7d0c4f0e-3a5b-4a51-9d0e-0c8f2a1b6e11'

let server: TestServer
let admin: TestClient
let outsider: TestClient
let bot: string
let count = 0

beforeAll(async () => {
  const port = await findPort()
  // The emulator reads the issuer's documents.
  server = await startTestServer({ environment: { FEDERATION_ISSUER_URL: `http://localhost:${port}` }, port })
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

interface Link {
  id: string
  token: string
  path: string
}

async function makeLink(credentialKind?: CredentialKind, expiresInHours = 72): Promise<Link> {
  const { status, body } = await admin.post(`${bot}/intake-links`, { expiresInHours, credentialKind })
  expect(status).toBe(201)
  return { id: body.id, token: body.url.split('#')[1], path: `${bot}/intake-links/${body.id}` }
}
const read = ({ token }: Link) => outsider.post('/intake/read', { token })
const prepare = ({ token }: Link, changes: object = {}) =>
  outsider.post('/intake/prepare', { token, ...values, ...changes })
const check = ({ token }: Link) => outsider.post('/intake/check', { token })
const sharing = ({ token }: Link) => outsider.post('/intake/same-application', { token, clientId: values.clientId })
const approve = ({ path }: Link) => admin.post(`${path}/approve`)
const listed = async () => (await admin.get(`${bot}/intake-links`)).body.intakeLinks
const configuration = async () => (await admin.get(`${bot}/office365`)).body
const test = async () => (await admin.post(`${bot}/test-messages`, { to: 'grace@example.com' })).body
const sealedOf = ({ id }: Link) =>
  server.sql('select sealed_secret as sealed, sealed_with as key from intake_links where id = ?', id)
const keysOfBot = () => server.sql('select id from credential_keys where bot_id = ?', bot.slice(6))
const upload = (certificate: string) =>
  server.emulator.control.uploadCertificate({ clientId: values.clientId, certificate })
const trust = (federation: { issuer: string; subject: string; audience: string }) =>
  server.emulator.control.addFederatedCredential({ clientId: values.clientId, ...federation })
const withoutRequestId = ({ status, body }: TestResponse) => ({ status, body: { ...body, requestId: '' } })
const unknown = async () => withoutRequestId(await outsider.post('/intake/read', { token: 'A'.repeat(43) }))

describe('a link for a certificate', () => {
  it('makes it for the IT admin, says when Entra accepts it, and is approved with exactly this one', async () => {
    const link = await makeLink('certificate')
    const opened = await read(link)
    expect(opened.body).toMatchObject({ credentialKind: 'certificate', triesLeft: 10 })
    expect(opened.body).not.toHaveProperty('registration')

    const prepared = await prepare(link)
    expect(prepared.status).toBe(200)
    const { registration } = prepared.body
    expect(registration).toEqual({
      credential: {
        kind: 'certificate',
        origin: 'made',
        state: 'waiting',
        expiresOn: expect.any(String),
        thumbprint: expect.stringMatching(/^[0-9A-F]{40}$/),
        thumbprintSha256: expect.any(String),
      },
      certificate: expect.stringMatching(/^-----BEGIN CERTIFICATE-----/),
    })
    expect(prepared.body.checks[2]).toMatchObject({ outcome: 'failed', diagnosis: { cause: 'assertion_invalid' } })

    // The page may be opened again, and reads no value that was entered.
    const again = await read(link)
    expect(again.body.registration).toEqual(registration)
    expect(again.text).not.toContain(values.clientId)
    expect((await sharing(link)).status).toBe(200)

    expect((await check(link)).body.registration.credential.state).toBe('waiting')
    const { thumbprint } = upload(registration.certificate)
    expect(thumbprint).toBe(registration.credential.thumbprint)
    const checked = await check(link)
    expect(checked.body).toMatchObject({
      checks: [{}, {}, { name: 'secret', outcome: 'passed' }, {}, {}, {}],
      registration: { credential: { state: 'set', thumbprint } },
    })
    const [waiting] = await listed()
    expect(waiting).toMatchObject({
      status: 'waiting-for-approval',
      credentialKind: 'certificate',
      submitted: { ...values, secretExpiresOn: null, credential: { state: 'set', thumbprint } },
    })
    expect(JSON.stringify([opened, prepared, again, checked, waiting])).not.toContain('PRIVATE KEY')

    const approved = await approve(link)
    expect(approved.body).toMatchObject({
      state: 'locked',
      version: 1,
      savedBy: { kind: 'person', name: 'ada' },
      credential: { kind: 'certificate', state: 'set', thumbprint },
    })
    expect((await test()).outcome).toBe('accepted')
    expect(await sealedOf(link)).toEqual([{ sealed: null, key: null }])
    expect(await keysOfBot()).toHaveLength(1)
    for (const late of [read, prepare, check, sharing]) expect((await late(link)).status).toBe(404)
  })

  it('may be approved before Entra knows the certificate: the configuration waits for it', async () => {
    const link = await makeLink('certificate')
    const { certificate, credential } = (await prepare(link)).body.registration
    expect((await approve(link)).body).toMatchObject({
      state: 'locked',
      credential: { state: 'waiting', thumbprint: credential.thumbprint },
    })
    upload(certificate)
    await admin.post(`${bot}/office365/checks`)
    expect((await configuration()).credential).toMatchObject({ state: 'set', thumbprint: credential.thumbprint })
  })

  it('lets a working secret send until Entra accepts it', async () => {
    await admin.put(`${bot}/office365`, contoso)
    await admin.post(`${bot}/office365/reset`)
    const link = await makeLink('certificate')
    const { certificate, credential } = (await prepare(link)).body.registration
    expect((await approve(link)).body).toMatchObject({
      state: 'unlocked',
      version: 1,
      credential: { state: 'waiting', thumbprint: credential.thumbprint, sendsWith: { kind: 'client-secret' } },
    })
    expect((await test()).outcome).toBe('accepted')
    upload(certificate)
    await admin.post(`${bot}/office365/checks`)
    expect(await configuration()).toMatchObject({ state: 'locked', version: 2, credential: { state: 'set' } })
  })

  it('counts values that Microsoft refuses, and keeps nothing of them', async () => {
    const link = await makeLink('certificate')
    const refused = await prepare(link, { clientId: unknownClientId })
    expect(problemOf(refused)).toMatchObject({ status: 422, slug: 'microsoft-rejected-values' })
    expect((await read(link)).body).toMatchObject({ triesLeft: 9 })
    expect(await sealedOf(link)).toEqual([{ sealed: null, key: null }])

    server.emulator.failAlways({ on: 'token', kind: 'reset-before-answer' })
    expect(problemOf(await prepare(link)).slug).toBe('microsoft-unreachable')
    server.emulator.reset()
    for (let tries = 0; tries < 9; tries += 1)
      expect((await prepare(link, { clientId: unknownClientId })).status).toBe(422)
    expect((await prepare(link)).status).toBe(404)
    expect((await read(link)).status).toBe(404)
  })

  it('leaves the limit of its bot to others, and room in the audit log, when its holder repeats requests', async () => {
    const [link, other] = [await makeLink('certificate'), await makeLink('certificate')]
    await prepare(link)
    const answers = await Promise.all(Array.from({ length: 60 }, (_, index) => (index % 2 ? read : check)(link)))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThanOrEqual(31)
    expect(problemOf(await check(link)).slug).toBe('rate-limited')
    const { auditEvents } = (await admin.get(`/audit-events?action=intake-link&botId=${bot.slice(6)}&limit=200`)).body
    expect(auditEvents.length).toBeLessThan(40)
    expect((await prepare(other)).status).toBe(200)
    expect((await approve(other)).status).toBe(200)
  })

  it('answers which apps other bots use no more often than anything else', async () => {
    const link = await makeLink('certificate')
    const answers = await Promise.all(Array.from({ length: 31 }, () => sharing(link)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(30)
    expect(problemOf(await read(link)).slug).toBe('rate-limited')
  })

  it('takes values once, however often they are submitted at the same time', async () => {
    const link = await makeLink('certificate')
    const answers = await Promise.all([prepare(link), prepare(link), prepare(link)])
    expect(answers.map(({ status }) => status).sort((one, other) => one - other)).toEqual([200, 404, 404])
    const [taken] = answers.filter(({ status }) => status === 200)
    const { registration } = (await read(link)).body
    expect(registration).toEqual(taken?.body.registration)
    upload(registration.certificate)
    expect((await check(link)).body.registration.credential.state).toBe('set')
    expect((await prepare(link)).status).toBe(404)
  })

  it('deletes the private key when it is revoked, even during a check', async () => {
    const link = await makeLink('certificate')
    await prepare(link)
    expect(await sealedOf(link)).toEqual([{ sealed: expect.stringMatching(/^eyJ/), key: expect.any(String) }])
    server.emulator.failNext({ on: 'token', kind: 'slow', delayMs: 1_500, match: values.clientId })
    const tokens = server.emulator.tokenRequests().length
    const checking = check(link)
    await expect.poll(() => server.emulator.tokenRequests().length).toBe(tokens + 1)
    expect((await admin.delete(link.path)).status).toBe(204)
    expect((await checking).status).toBe(404)
    expect(await sealedOf(link)).toEqual([{ sealed: null, key: null }])
    expect((await listed())[0].status).toBe('revoked')
    expect(problemOf(await approve(link)).slug).toBe('not-possible-now')
    for (const late of [read, prepare, check, sharing])
      expect(withoutRequestId(await late(link))).toEqual(await unknown())
  })

  it('ends for the IT admin when it expires, and for the admin after a week', async () => {
    const link = await makeLink('certificate', 1)
    await prepare(link)
    server.advanceClock(hour)
    for (const late of [read, check, sharing]) expect(withoutRequestId(await late(link))).toEqual(await unknown())
    admin = await server.signIn()
    expect((await listed())[0].status).toBe('waiting-for-approval')
    server.advanceClock(168 * hour)
    await forgetExpired(server.dependencies)
    admin = await server.signIn()
    expect((await listed())[0].status).toBe('expired')
    expect(await sealedOf(link)).toEqual([{ sealed: null, key: null }])
    expect(problemOf(await approve(link)).slug).toBe('not-possible-now')
    server.advanceClock(-169 * hour)
  })

  it('saves nothing if it is revoked while the approval asks Microsoft', async () => {
    const link = await makeLink('certificate')
    await prepare(link)
    server.emulator.failNext({ on: 'token', kind: 'slow', delayMs: 1_500, match: values.clientId })
    const tokens = server.emulator.tokenRequests().length
    const approval = approve(link)
    await expect.poll(() => server.emulator.tokenRequests().length).toBe(tokens + 1)
    await admin.delete(link.path)
    expect(problemOf(await approval).slug).toBe('not-possible-now')
    expect((await configuration()).state).toBe('unconfigured')
    expect(await keysOfBot()).toEqual([])
  })

  it('leaves neither its token nor the private key in the files, and audits every step', async () => {
    const link = await makeLink('certificate')
    await read(link)
    await prepare(link, { clientId: unknownClientId })
    await prepare(link)
    await check(link)
    await approve(link)
    const { auditEvents } = (await admin.get(`/audit-events?action=intake-link&botId=${bot.slice(6)}`)).body
    expect(auditEvents.map(({ action }: { action: string }) => action.slice(12)).reverse()).toEqual([
      'created',
      'opened',
      'refused',
      'submitted',
      'checked',
      'approved',
    ])
    expect(JSON.stringify(auditEvents)).not.toContain('CERTIFICATE')
    for (const file of readdirSync(server.folder)) {
      const content = readFileSync(join(server.folder, file), 'latin1')
      expect(content.includes(link.token)).toBe(false)
      expect(content.includes('PRIVATE KEY')).toBe(false)
    }
  })
})

describe('a link for a federated credential', () => {
  it('shows the three values, whose subject is that of the configuration that is approved', async () => {
    const link = await makeLink('federated')
    const { registration } = (await prepare(link)).body
    const { federation } = registration.credential
    expect(registration).toEqual({
      credential: {
        kind: 'federated',
        state: 'waiting',
        expiresOn: null,
        federation: {
          issuer: server.dependencies.config.federation.issuerUrl,
          subject: expect.stringMatching(/^bot:/),
          audience: 'api://AzureADTokenExchange',
        },
      },
    })
    expect((await read(link)).body.registration).toEqual(registration)
    expect(await sealedOf(link)).toEqual([{ sealed: null, key: null }])
    trust(federation)
    expect((await check(link)).body.registration.credential).toEqual({ ...registration.credential, state: 'set' })
    expect((await approve(link)).body).toMatchObject({ state: 'locked', credential: { state: 'set', federation } })
    expect((await test()).outcome).toBe('accepted')
  })

  it('may be approved before it is registered', async () => {
    const link = await makeLink('federated')
    const { federation } = (await prepare(link)).body.registration.credential
    expect((await approve(link)).body).toMatchObject({ state: 'locked', credential: { state: 'waiting', federation } })
    trust(federation)
    await admin.post(`${bot}/office365/checks`)
    expect((await configuration()).credential).toMatchObject({ state: 'set', federation })
  })

  it('keeps the subject of a configuration that is there', async () => {
    await admin.put(`${bot}/office365`, { ...values, credential: { kind: 'federated' } })
    const before = (await configuration()).credential.federation
    const link = await makeLink('federated')
    const { federation } = (await prepare(link)).body.registration.credential
    expect(federation).toEqual(before)
    await admin.post(`${bot}/office365/reset`)
    expect((await approve(link)).body).toMatchObject({ version: 2, credential: { federation } })
  })

  it('is not approved if the subject is another one by then', async () => {
    const [first, second] = [await makeLink('federated'), await makeLink('federated')]
    await prepare(first)
    await prepare(second)
    await approve(first)
    await admin.post(`${bot}/office365/reset`)
    const before = await configuration()
    expect(problemOf(await approve(second))).toMatchObject({ status: 409, slug: 'not-possible-now' })
    expect(await configuration()).toEqual(before)

    // The subject of a removed configuration never returns.
    const third = await makeLink('federated')
    await prepare(third)
    await admin.delete(`${bot}/office365`)
    for (const link of [second, third])
      expect(problemOf(await approve(link))).toMatchObject({ status: 409, slug: 'not-possible-now' })
    expect((await configuration()).state).toBe('unconfigured')
  })

  it('is refused for a cloud where no audience is known, which counts no try', async () => {
    const link = await makeLink('federated')
    const refused = await prepare(link, { cloud: 'govsg' })
    expect(problemOf(refused)).toEqual({ status: 422, slug: 'invalid-request', pointers: ['/cloud'] })
    expect((await read(link)).body.triesLeft).toBe(10)
  })

  it('waits a week for approval', async () => {
    const link = await makeLink('federated')
    await prepare(link)
    server.advanceClock(169 * hour)
    admin = await server.signIn()
    expect((await listed())[0].status).toBe('expired')
    expect(problemOf(await approve(link)).slug).toBe('not-possible-now')
    server.advanceClock(-169 * hour)
  })
})

describe('the token of a link', () => {
  it('opens nothing of another link, and nothing that its kind does not need', async () => {
    const [secret, certificate] = [await makeLink(), await makeLink('certificate')]
    expect(problemOf(await prepare(secret))).toMatchObject({ status: 409, slug: 'not-possible-now' })
    const submitted = { token: certificate.token, ...values, clientSecret }
    expect(problemOf(await outsider.post('/intake/submit', submitted))).toMatchObject({
      status: 409,
      slug: 'not-possible-now',
    })
    expect(server.emulator.requests()).toEqual([])
    for (const link of [secret, certificate]) expect((await check(link)).status).toBe(404)

    await prepare(certificate)
    expect((await read(secret)).body).not.toHaveProperty('registration')
    expect((await read(secret)).body).not.toHaveProperty('credentialKind')
    for (const { token } of [secret, { token: `${certificate.token.slice(0, -2)}xx` }, { token: certificate.id }])
      expect(withoutRequestId(await outsider.post('/intake/check', { token }))).toEqual(await unknown())
    await admin.put(`${bot}-other`, { name: 'Other' })
    expect((await admin.post(`${bot}-other/intake-links/${certificate.id}/approve`)).status).toBe(404)
  })

  it('for a secret gets the same responses as before there were other kinds', async () => {
    const link = await makeLink()
    expect(Object.keys((await read(link)).body)).toEqual(['bot', 'createdBy', 'expiresAt', 'triesLeft', 'cloud'])
    const submitted = await outsider.post('/intake/submit', { token: link.token, ...contoso })
    expect(Object.keys(submitted.body)).toEqual(['checks', 'isShared'])
    const [waiting] = await listed()
    expect(Object.keys(waiting)).toEqual(['id', 'createdAt', 'createdBy', 'expiresAt', 'status', 'submitted'])
    expect(waiting.submitted).not.toHaveProperty('credential')
    for (const late of [read, check, sharing]) expect((await late(link)).status).toBe(404)
  })
})

it('gives a private key to no server that takes it for a client secret', async () => {
  const link = await makeLink('certificate')
  await prepare(link)
  // An earlier version does not read this column.
  await server.sql('update intake_links set prepared = null where id = ?', link.id)
  const before = server.emulator.tokenRequests().length
  expect(problemOf(await approve(link)).slug).toBe('secret-unreadable')
  expect(server.emulator.tokenRequests()).toHaveLength(before)
})

it('lets no admin take the app of another bot with the token file that all bots share', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'office365-email-intake-'))
  const file = join(folder, 'token')
  const { privateKey } = await generateKeyPair('RS256')
  const token = new SignJWT({ jti: 'one' })
    .setProtectedHeader({ alg: 'RS256', kid: 'platform' })
    .setIssuer('https://platform.example')
    .setSubject('service-account')
    .setAudience('api://AzureADTokenExchange')
    .setExpirationTime('1h')
  writeFileSync(file, await token.sign(privateKey))
  const shared = await startTestServer({ environment: { FEDERATED_TOKEN_FILE: file } })
  try {
    const owner = await shared.signIn()
    for (const id of ['orders', 'invoices']) await owner.put(`/bots/${id}`, { name: id })
    await owner.put('/bots/orders/office365', contoso)
    const grace = { email: 'grace@example.com', password: 'four-words-in-a-row' }
    await owner.post('/people', { ...grace, role: 'admin', botIds: ['invoices'] })
    const asGrace = await shared.signIn(grace)
    const links = '/bots/invoices/intake-links'
    const { id, url } = (await asGrace.post(links, { credentialKind: 'federated' })).body
    const submitted = { token: url.split('#')[1], ...values }
    expect((await shared.anonymous().post('/intake/prepare', submitted)).status).toBe(200)
    const refused = await asGrace.post(`${links}/${id}/approve`)
    expect(problemOf(refused)).toMatchObject({ status: 403, slug: 'forbidden' })
    expect((await owner.post(`${links}/${id}/approve`)).body.credential).toMatchObject({
      state: 'waiting',
      federation: { subject: 'service-account' },
    })
  } finally {
    await shared.close()
    rmSync(folder, { recursive: true })
  }
})
