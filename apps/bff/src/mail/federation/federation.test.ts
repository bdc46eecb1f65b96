import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EmulatorControl, example, exampleByCloud } from '@office365-email/microsoft-emulator'
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { findPort } from '../../testing/find-port.ts'
import { contoso } from '../../testing/start-sending-server.ts'
import { startTestServer, type TestServer } from '../../testing/start-test-server.ts'
import { problemOf, type TestClient } from '../../testing/test-client.ts'
import type { KeySet } from './own-issuer.ts'

const day = 24 * 60 * 60_000
const { clientSecret: _, ...values } = contoso
type Trusted = Parameters<EmulatorControl['addFederatedCredential']>[0]

let server: TestServer
let admin: TestClient
const folder = mkdtempSync(join(tmpdir(), 'office365-email-federation-'))

/** The issuer's address has to be known before the server listens, so its documents are read through a small host. */
async function start(environment: Record<string, string> = {}, path = ''): Promise<void> {
  const port = await findPort()
  const issuer = `http://localhost:${port}${path}`
  server = await startTestServer({ environment: { FEDERATION_ISSUER_URL: issuer, ...environment }, port })
  admin = await server.signIn()
  await admin.put('/bots/orders', { name: 'Orders' })
}
afterEach(async () => {
  vi.useRealTimers()
  await server.close()
})

const submit = (changes: object = {}) =>
  admin.put('/bots/orders/office365', { ...values, credential: { kind: 'federated' }, ...changes })
const read = async () => (await admin.get('/bots/orders/office365')).body
const secretCheck = async () => {
  const { checks } = (await admin.post('/bots/orders/office365/checks')).body
  return checks.find(({ name }: { name: string }) => name === 'secret')
}
const trust = (federation: Pick<Trusted, 'issuer' | 'subject' | 'audience'>, changes: Partial<Trusted> = {}) =>
  server.emulator.control.addFederatedCredential({ clientId: example.clientId, ...federation, ...changes })
const untrust = () => server.emulator.control.removeFederatedCredential({ clientId: example.clientId })
const test = async () => (await admin.post('/bots/orders/test-messages', { to: 'grace@example.com' })).body
const lastAssertion = () =>
  new URLSearchParams(server.emulator.tokenRequests().at(-1)?.body.toString() ?? '').get('client_assertion') ?? ''
const keySet = async (): Promise<KeySet> => JSON.parse(await (await fetch(`${server.url}/.well-known/jwks`)).text())

describe('the issuer', () => {
  beforeEach(() => start())

  it('waits until Entra trusts it, and then signs in without any secret', async () => {
    const submitted = await submit()
    expect(submitted.body).toMatchObject({
      state: 'locked',
      clientSecret: { state: 'not-set' },
      credential: { kind: 'federated', state: 'waiting', expiresOn: null },
    })
    const { federation } = submitted.body.credential
    expect(federation).toEqual({
      issuer: server.dependencies.config.federation.issuerUrl,
      subject: expect.stringMatching(/^bot:[0-9a-f-]{36}$/),
      audience: 'api://AzureADTokenExchange',
    })
    trust(federation)
    expect(await secretCheck()).toMatchObject({ outcome: 'passed', summary: 'Entra accepts the federated credential.' })
    expect((await read()).credential.state).toBe('set')
    expect((await test()).outcome).toBe('accepted')

    const assertion = lastAssertion()
    expect(decodeProtectedHeader(assertion)).toMatchObject({ alg: 'RS256', kid: (await keySet()).keys[0]?.kid })
    const { iss, sub, aud, exp = 0, nbf = 0, jti } = decodeJwt(assertion)
    expect({ issuer: iss, subject: sub, audience: aud }).toEqual(federation)
    expect(exp - nbf).toBeLessThanOrEqual(600)
    expect(jti).toEqual(expect.any(String))
  })

  it.each([
    [{ issuer: 'https://elsewhere.example' }, 'The issuer of the federated credential is another one'],
    [{ subject: 'bot:another' }, 'The subject of the federated credential is another one'],
    [{ audience: 'api://another' }, 'The audience of the federated credential is another one'],
    [{ afterSeconds: 600 }, 'Entra does not know the federated credential'],
    [null, 'Entra does not know the federated credential'],
  ])('reads the refusal of %j', async (changes, title) => {
    const { federation } = (await submit()).body.credential
    if (changes) trust(federation, changes)
    expect((await secretCheck()).diagnosis).toMatchObject({ cause: 'assertion_invalid', title, owner: 'entra' })
    expect((await read()).credential.state).toBe('waiting')
    untrust()
    trust(federation)
    expect((await secretCheck()).outcome).toBe('passed')
  })

  it('says so if Entra cannot reach it', async () => {
    const { federation } = (await submit()).body.credential
    trust({ ...federation, issuer: 'http://localhost:1' })
    server.emulator.failNext({ on: 'token', kind: 'microsoft-error', error: 501661 })
    expect((await secretCheck()).diagnosis).toMatchObject({
      title: 'Entra cannot reach the issuer of the federated credential',
    })
  })

  it('publishes only public keys, for anyone and under every host name', async () => {
    await submit()
    const { issuerUrl } = server.dependencies.config.federation
    const configuration = await (await fetch(`${server.url}/.well-known/openid-configuration`)).json()
    expect(configuration).toMatchObject({ issuer: issuerUrl, jwks_uri: `${issuerUrl}/.well-known/jwks` })
    const { keys } = await keySet()
    expect(keys).toEqual([
      { kty: 'RSA', use: 'sig', alg: 'RS256', kid: expect.any(String), n: expect.any(String), e: 'AQAB' },
    ])
  })

  it('keeps sending with the old secret until Entra trusts it', async () => {
    await admin.put('/bots/orders/office365', contoso)
    await admin.post('/bots/orders/office365/reset')
    const { body } = await submit()
    expect(body).toMatchObject({
      state: 'unlocked',
      credential: { state: 'waiting', sendsWith: { kind: 'client-secret' } },
    })
    expect((await test()).outcome).toBe('accepted')
    trust(body.credential.federation)
    await secretCheck()
    expect(await read()).toMatchObject({ state: 'locked', version: 2, credential: { kind: 'federated', state: 'set' } })
  })

  it('is used in another cloud with the audience of that cloud', async () => {
    const { body } = await submit({ ...exampleByCloud.china, cloud: 'china' })
    expect(body.credential.federation.audience).toBe('api://AzureADTokenExchangeChina')
  })

  it('changes its key every 90 days, and each is known before and after it signs', async () => {
    const { federation } = (await submit()).body.credential
    trust(federation)
    const kid = () => decodeProtectedHeader(lastAssertion()).kid
    const pass = async (days: number) => {
      vi.setSystemTime(Date.now() + days * day)
      admin = await server.signIn()
      await server.dependencies.mail.watchOnce(new Date(Date.now() - day), new Date())
      expect((await secretCheck()).outcome).toBe('passed')
      const keys = await server.sql<{ id: string }>('select id from federation_keys order by created_at')
      return { count: keys.length, signer: keys.findIndex(({ id }) => id === kid()) }
    }
    expect(await pass(0)).toEqual({ count: 1, signer: 0 })
    expect(await pass(91)).toEqual({ count: 2, signer: 0 })
    expect(await pass(3)).toEqual({ count: 2, signer: 1 })
    expect(await pass(2)).toEqual({ count: 1, signer: 0 })
  })
})

describe('the address of the issuer', () => {
  it('may have a path of its own', async () => {
    await start({}, '/office365')
    const { federation } = (await submit()).body.credential
    expect(federation.issuer).toMatch(/\/office365$/)
    trust(federation)
    expect((await secretCheck()).outcome).toBe('passed')
  })

  it('is PUBLIC_URL by default, with its path', async () => {
    const port = await findPort()
    const url = `http://localhost:${port}/email`
    server = await startTestServer({ environment: { PUBLIC_URL: url }, port })
    const response = await fetch(`${url}/.well-known/openid-configuration`)
    expect(await response.json()).toMatchObject({ issuer: url, jwks_uri: `${url}/.well-known/jwks` })
  })
})

describe('the token file of a platform', () => {
  const file = join(folder, 'token')
  afterEach(() => rmSync(file, { force: true }))

  it('is read anew for each sign-in, and its absence is explained', async () => {
    await start({ FEDERATED_TOKEN_FILE: file })
    const missing = await submit()
    expect(problemOf(missing)).toMatchObject({ status: 422, slug: 'microsoft-rejected-values' })
    expect(missing.body.diagnosis).toMatchObject({ cause: 'assertion_unavailable', owner: 'this-server' })

    const { privateKey, publicKey } = await generateKeyPair('RS256')
    const write = async (subject: string) =>
      writeFileSync(
        file,
        await new SignJWT({ jti: randomUUID() })
          .setProtectedHeader({ alg: 'RS256', kid: 'platform' })
          .setIssuer('https://platform.example')
          .setSubject(subject)
          .setAudience('api://AzureADTokenExchange')
          .setExpirationTime('1h')
          .sign(privateKey),
      )
    await write('system:serviceaccount:mail:server')
    const first = await submit()
    expect(first.body.credential).toMatchObject({
      state: 'waiting',
      federation: { issuer: 'https://platform.example', subject: 'system:serviceaccount:mail:server' },
    })
    await write('another')
    await secretCheck()
    expect(decodeJwt(lastAssertion()).sub).toBe('another')
    expect(await exportJWK(publicKey)).toMatchObject({ kty: 'RSA' })
  })

  describe('gives no bot the app of another one, because it is the same for all bots', () => {
    const submitted = { ...values, credential: { kind: 'federated' } }
    let grace: TestClient
    beforeEach(async () => {
      await start({ FEDERATED_TOKEN_FILE: file })
      await admin.put('/bots/invoices', { name: 'Invoices' })
      const password = 'four-words-in-a-row'
      await admin.post('/people', { email: 'grace@example.com', role: 'admin', botIds: ['invoices'], password })
      grace = await server.signIn({ email: 'grace@example.com', password })
    })
    const submitAs = async (client: TestClient) =>
      problemOf(await client.put('/bots/invoices/office365', submitted)).slug

    it('that signs in with it', async () => {
      const withSecret = { ...values, clientSecret: example.secret }
      expect((await admin.put('/bots/orders/office365', withSecret)).status).toBe(200)
      expect(await submitAs(grace)).toBe('forbidden')
      expect(await submitAs(admin)).not.toBe('forbidden')
    })

    it('that will as soon as Entra accepts its credential', async () => {
      const withSecret = { ...values, clientId: example.tooPowerfulClientId, clientSecret: example.secret }
      expect((await admin.put('/bots/orders/office365', withSecret)).status).toBe(200)
      await admin.post('/bots/orders/office365/reset')
      const aside = await admin.put('/bots/orders/office365', { ...values, credential: { kind: 'certificate' } })
      expect(aside.body).toMatchObject({ state: 'unlocked', credential: { state: 'waiting' } })
      expect(await submitAs(grace)).toBe('forbidden')
    })
  })
})
