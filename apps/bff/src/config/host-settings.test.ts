import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseConfig } from './config.ts'

const folder = mkdtempSync(join(tmpdir(), 'office365-email-keys-'))
const file = join(folder, 'keys.json')
const host = {
  HOST_JWT_HEADER: 'Cf-Access-Jwt-Assertion',
  HOST_JWT_JWKS: 'https://example.cloudflareaccess.com/cdn-cgi/access/certs',
  HOST_JWT_ISSUER: 'https://example.cloudflareaccess.com',
  HOST_JWT_AUDIENCE: 'aud-tag',
}
const provider = { OIDC_ISSUER: 'https://login.example.com', OIDC_CLIENT_ID: 'mail', OIDC_CLIENT_SECRET: 'secret-word' }
const first = { ADMIN_EMAIL: 'ada@example.com', ADMIN_PASSWORD: 'secret-word' }

beforeAll(async () => {
  const { publicKey } = await generateKeyPair('ES256')
  writeFileSync(file, JSON.stringify({ keys: [await exportJWK(publicKey)] }))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe('the settings of a host', () => {
  it('are off by default', () => {
    expect(parseConfig({})).toMatchObject({ hostSignIn: null, localSignIn: true, botsFrom: 'own' })
  })

  it('are read, and the claims that are not named keep their names', () => {
    const { hostSignIn } = parseConfig({ ...host, HOST_JWT_CLAIMS: 'role=groups,auth_time=iat' })
    expect(hostSignIn).toEqual({
      header: 'cf-access-jwt-assertion',
      keys: { url: new URL(host.HOST_JWT_JWKS) },
      issuer: host.HOST_JWT_ISSUER,
      audience: 'aud-tag',
      claims: { sub: 'sub', email: 'email', name: 'name', role: 'groups', bots: 'bots', auth_time: 'iat' },
      signInUrl: null,
    })
    expect(parseConfig({ ...host, HOST_JWT_JWKS: file }).hostSignIn?.keys).toEqual({ file })
  })

  it.each(['https://dashboard.example/login?to={next}', 'http://localhost:8080/login', '/oauth2/start?rd={next}', '/'])(
    'accept the sign-in address %s',
    (url) => {
      expect(parseConfig({ ...host, HOST_SIGN_IN_URL: url }).hostSignIn?.signInUrl).toBe(url)
    },
  )

  it.each([
    ['HOST_JWT_HEADER', 'X Token'],
    ['HOST_JWT_HEADER', 'x_token'],
    ['HOST_JWT_JWKS', 'http://dashboard.example/keys'],
    ['HOST_JWT_JWKS', 'https://user:secret-word@dashboard.example/keys'],
    ['HOST_JWT_JWKS', 'ftp://dashboard.example/keys'],
    ['HOST_JWT_JWKS', '/no/such/file.json'],
    ['HOST_JWT_JWKS', import.meta.dirname],
    ['HOST_JWT_JWKS', import.meta.filename],
    ['HOST_JWT_ISSUER', 'two words'],
    ['HOST_JWT_AUDIENCE', 'ä'],
    ['HOST_JWT_CLAIMS', 'sub'],
    ['HOST_JWT_CLAIMS', 'role='],
    ['HOST_JWT_CLAIMS', 'role=a=b'],
    ['HOST_JWT_CLAIMS', 'role=a,role=b'],
    ['HOST_JWT_CLAIMS', 'roles=a'],
    ['HOST_JWT_CLAIMS', 'role=a, bots=b'],
    ['HOST_JWT_CLAIMS', 'toString=a'],
    ['HOST_SIGN_IN_URL', 'http://dashboard.example/login'],
    ['HOST_SIGN_IN_URL', '//dashboard.example/login'],
    ['HOST_SIGN_IN_URL', '/\\dashboard.example/login'],
    ['HOST_SIGN_IN_URL', 'login'],
    ['HOST_SIGN_IN_URL', 'javascript:alert(1)'],
    ['HOST_SIGN_IN_URL', 'https://{next}/login'],
    ['LOCAL_SIGN_IN', 'false'],
    ['BOTS_FROM', 'dashboard'],
  ])('name %s if it is invalid: %s', (name, value) => {
    expect(() => parseConfig({ ...host, [name]: value })).toThrow(
      expect.objectContaining({
        exitCode: 78,
        message: expect.stringMatching(new RegExp(`${name} (?!.*secret-word)`)),
      }),
    )
  })

  it.each([
    ['only shared secrets', '{"keys":[{"kty":"oct","k":"AAAA"}]}'],
    ['a private key', '{"keys":[{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA","d":"AAAA"}]}'],
    ['no key', '{"keys":[]}'],
    ['one key instead of a set', '{"kty":"EC"}'],
  ])('refuse a file that has %s', (_, text) => {
    const other = join(folder, 'other.json')
    writeFileSync(other, text)
    expect(() => parseConfig({ ...host, HOST_JWT_JWKS: other })).toThrow('HOST_JWT_JWKS')
  })

  it.each([
    ['HOST_JWT_HEADER', { ...host, HOST_JWT_HEADER: '' }],
    ['HOST_JWT_JWKS', { ...host, HOST_JWT_JWKS: '' }],
    ['HOST_JWT_ISSUER', { ...host, HOST_JWT_ISSUER: '' }],
    ['HOST_JWT_AUDIENCE', { HOST_JWT_HEADER: 'x-token' }],
    ['HOST_SIGN_IN_URL', { HOST_SIGN_IN_URL: '/login' }],
    ['HOST_JWT_CLAIMS', { HOST_JWT_CLAIMS: 'role=groups' }],
    ['LOCAL_SIGN_IN', { LOCAL_SIGN_IN: 'off' }],
    ['ADMIN_EMAIL', { ...host, ...first, LOCAL_SIGN_IN: 'off' }],
    ['BOTS_FROM', { BOTS_FROM: 'host' }],
    ['BOTS_FROM', { ...provider, BOTS_FROM: 'host' }],
  ])('refuse to be incomplete, and name %s', (name, environment) => {
    expect(() => parseConfig(environment)).toThrow(
      expect.objectContaining({ exitCode: 78, message: expect.stringContaining(name) }),
    )
  })

  it('allow to turn the local sign-in off if there is another one', () => {
    expect(parseConfig({ ...host, LOCAL_SIGN_IN: 'off', BOTS_FROM: 'host' })).toMatchObject({
      localSignIn: false,
      botsFrom: 'host',
    })
    expect(parseConfig({ ...provider, LOCAL_SIGN_IN: 'off' }).localSignIn).toBe(false)
  })
})
