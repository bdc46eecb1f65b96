import { createHash, randomUUID, X509Certificate } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, importPKCS8, type JWTPayload, SignJWT } from 'jose'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { example } from '../start-microsoft-emulator.ts'
import { emulateMicrosoft } from '../testing/emulate-microsoft.ts'
import { requestToken } from '../testing/microsoft-client.ts'

const context = emulateMicrosoft()
const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const seconds = () => Math.floor(Date.now() / 1_000)

const present = async (assertion: string, form: Record<string, string | undefined> = {}) => {
  const sent = { client_secret: undefined, client_assertion_type: type, client_assertion: assertion, ...form }
  const { status, json } = await requestToken(context.emulator, sent)
  return { status, code: json.error_codes?.[0], text: String(json.error_description ?? '') }
}

async function makePair(notAfterDate?: Date) {
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'bot' }], {
    keyType: 'rsa',
    keySize: 2048,
    algorithm: 'sha256',
    ...(notAfterDate && { notBeforeDate: new Date(0), notAfterDate }),
  })
  const x5t = createHash('sha256').update(new X509Certificate(cert).raw).digest('base64url')
  return { cert, key, x5t }
}
type Pair = Awaited<ReturnType<typeof makePair>>

async function sign(pair: Pair, claims: JWTPayload = {}, header: object = {}): Promise<string> {
  const protectedHeader = { alg: 'PS256', typ: 'JWT', 'x5t#S256': pair.x5t, ...header }
  return await new SignJWT({
    aud: `${context.emulator.url}/${example.tenantId}/oauth2/v2.0/token`,
    iss: example.clientId,
    sub: example.clientId,
    jti: randomUUID(),
    nbf: seconds(),
    exp: seconds() + 600,
    ...claims,
  })
    .setProtectedHeader(protectedHeader)
    .sign(await importPKCS8(pair.key, protectedHeader.alg))
}

describe('an assertion that is signed with a certificate', () => {
  let pair: Pair
  let other: Pair
  beforeAll(async () => {
    pair = await makePair()
    other = await makePair()
  })
  beforeEach(() => {
    context.emulator.control.uploadCertificate({ clientId: example.clientId, certificate: pair.cert })
  })

  it('gets a token', async () => {
    expect(await present(await sign(pair))).toMatchObject({ status: 200 })
  })

  it.each<[string, () => Promise<string>, number, string]>([
    ['an unknown certificate', () => sign(other), 700027, 'The key was not found'],
    ['another key', () => sign({ ...other, x5t: pair.x5t }), 700027, 'did not match the expected signature'],
    ['RS256', () => sign(pair, {}, { alg: 'RS256' }), 50027, ''],
    ['no thumbprint', () => sign(pair, {}, { 'x5t#S256': undefined }), 50027, ''],
    ['another audience', () => sign(pair, { aud: 'https://login.microsoftonline.com/' }), 700023, 'audience claim'],
    ['another issuer', () => sign(pair, { iss: 'someone' }), 700021, 'client_id'],
    ['another subject', () => sign(pair, { sub: 'someone' }), 700021, 'client_id'],
    ['an end in the past', () => sign(pair, { exp: seconds() - 1 }), 700024, 'Current time'],
    ['a start in the future', () => sign(pair, { nbf: seconds() + 300 }), 700024, 'Current time'],
    ['what is no JWT', async () => 'a.b', 50027, ''],
  ])('is refused with %s', async (_name, make, code, text) => {
    const answer = await present(await make())
    expect(answer.code).toBe(code)
    expect(answer.text).toContain(text)
  })

  it('is refused the second time, while it is valid', async () => {
    const assertion = await sign(pair)
    expect((await present(assertion)).status).toBe(200)
    expect((await present(assertion)).code).toBe(50027)
  })

  it('is refused without its type', async () => {
    expect((await present(await sign(pair), { client_assertion_type: 'magic' })).code).toBe(900144)
  })

  it('is refused with a certificate that is deleted, revoked, expired, or of another app', async () => {
    const { control } = context.emulator
    const expired = await makePair(new Date(Date.now() - 1_000))
    control.uploadCertificate({ clientId: example.clientId, certificate: expired.cert })
    const answer = await present(await sign(expired))
    expect(answer).toMatchObject({ code: 700027, text: expect.stringMatching(/key used is expired.*Start=.*End=/) })
    control.revokeCertificate({
      clientId: example.clientId,
      thumbprint: new X509Certificate(pair.cert).fingerprint.replaceAll(':', ''),
    })
    expect((await present(await sign(pair))).code).toBe(7000214)
    control.deleteCertificate({ clientId: example.clientId })
    expect((await present(await sign(pair))).code).toBe(700027)
    const { cert } = other
    control.uploadCertificate({ clientId: example.exchangeOnlyClientId, certificate: cert })
    expect((await present(await sign(other))).text).toContain(example.clientId)
  })
})

describe('an assertion of a federated issuer', () => {
  let issuer: string
  let http: Server
  let keys: Awaited<ReturnType<typeof generateKeyPair>>
  let documents: Record<string, unknown>
  beforeAll(async () => {
    keys = await generateKeyPair('RS256')
    http = createServer((request, response) => {
      const found = documents[request.url ?? '']
      response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' }).end(JSON.stringify(found ?? {}))
    })
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
    issuer = `http://localhost:${(http.address() as AddressInfo).port}`
  })
  afterAll(() => void http.close())
  const trusted = () => ({ issuer, subject: 'bot:1', audience: 'api://AzureADTokenExchange' })
  beforeEach(async () => {
    documents = {
      '/.well-known/openid-configuration': { issuer, jwks_uri: `${issuer}/.well-known/jwks` },
      '/.well-known/jwks': { keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'one' }] },
    }
    context.emulator.control.addFederatedCredential({ clientId: example.clientId, ...trusted() })
  })

  const assert = (claims: JWTPayload = {}, kid = 'one') =>
    new SignJWT({
      iss: issuer,
      sub: 'bot:1',
      aud: 'api://AzureADTokenExchange',
      jti: randomUUID(),
      exp: seconds() + 300,
      ...claims,
    })
      .setProtectedHeader({ alg: 'RS256', kid })
      .sign(keys.privateKey)

  it('gets a token', async () => {
    expect(await present(await assert())).toMatchObject({ status: 200 })
  })

  it.each<[string, () => Promise<string>, number]>([
    ['another issuer', () => assert({ iss: `${issuer}/` }), 700211],
    ['another subject', () => assert({ sub: 'Bot:1' }), 700213],
    ['another audience', () => assert({ aud: 'api://azureadtokenexchange' }), 7002121],
    ['several audiences', () => assert({ aud: ['api://AzureADTokenExchange', 'another'] }), 50027],
    ['an unknown key', () => assert({}, 'two'), 7000272],
    ['an end in the past', () => assert({ exp: seconds() - 1 }), 700024],
  ])('is refused with %s', async (_name, make, code) => {
    expect((await present(await make())).code).toBe(code)
  })

  it('is refused until Entra knows the credential everywhere, and without any credential', async () => {
    const { control } = context.emulator
    control.removeFederatedCredential({ clientId: example.clientId })
    expect((await present(await assert())).code).toBe(70025)
    control.addFederatedCredential({ clientId: example.clientId, ...trusted(), afterSeconds: 60 })
    expect((await present(await assert())).code).toBe(70021)
    control.advanceClock({ seconds: 61 })
    expect((await present(await assert())).status).toBe(200)
  })

  it('is refused if the documents cannot be read, or are of another issuer', async () => {
    documents = {}
    expect((await present(await assert())).code).toBe(501661)
    documents = { '/.well-known/openid-configuration': { issuer: 'https://another.example', jwks_uri: `${issuer}/x` } }
    expect((await present(await assert())).code).toBe(501661)
    context.emulator.control.addFederatedCredential({
      clientId: example.clientId,
      ...trusted(),
      issuer: 'https://login.example',
    })
    expect((await present(await assert({ iss: 'https://login.example' }))).code).toBe(501661)
  })

  it('is refused with another signature', async () => {
    const another = await generateKeyPair('RS256')
    documents['/.well-known/jwks'] = { keys: [{ ...(await exportJWK(another.publicKey)), kid: 'one' }] }
    expect((await present(await assert())).code).toBe(7000274)
  })
})
