import { describe, expect, it } from 'vitest'
import { diagnose } from './diagnose.ts'
import { redactSecrets } from './redact.ts'

const secret = ['abc', '8Q~', 'Zy-X_w.V~u1234567890abcdefghijklmn'].join('')
const token = `eyJ0eXAiOiJKV1Qi.eyJhdWQiOiJodHRwcz.${'s'.repeat(40)}`

describe('redactSecrets', () => {
  it.each([
    ['a client secret by its format', `wrong value ${secret} sent`, secret],
    ['a client secret that is cut off', `sent ${secret.slice(0, 12)}`, secret.slice(0, 12)],
    ['a form body', `grant_type=client_credentials&client_secret=old%2Bstyle%3D&scope=x`, 'old%2Bstyle'],
    ['JSON', `{"client_secret": "p@ss word", "a": 1}`, 'p@ss word'],
    ['camel case', `clientSecret: 'hunter2'`, 'hunter2'],
    ['a PHP dump', `[client_secret] => hunter2`, 'hunter2'],
    ['a Ruby hash', `{"password"=>"hunter2"}`, 'hunter2'],
    ['a JSON Web Token', `token ${token} refused`, token],
    ['a JSON Web Token that is cut off', `token ${token.slice(0, 20)}`, token.slice(0, 20)],
    ['a bearer token', 'Authorization: Bearer opaque-token-123456', 'opaque-token-123456'],
    ['an access token', '{"access_token":"opaque"}', 'opaque'],
    ['a refresh token', 'refresh_token=0.AXYZ', '0.AXYZ'],
    ['basic credentials', 'Authorization: Basic dXNlcjpwYXNzd29yZA==', 'dXNlcjpwYXNzd29yZA=='],
    ['a password in a URL', 'proxy http://bob:hunter2@proxy.example:8080', 'hunter2'],
    ['a private key', '-----BEGIN PRIVATE KEY-----\nMIIabc\n-----END PRIVATE KEY-----', 'MIIabc'],
    ['an authorization code', '?code=0.ARoAv4j5cvGGr0GRqy180BHbR5V3sATbjRpG&x=1', '0.ARoAv4j5'],
    ['a cookie', 'Set-Cookie: session=abcdef; path=/', 'abcdef'],
    ['an opaque value that is far too long', `value ${'Ab1_'.repeat(60)} end`, 'Ab1_Ab1_'],
  ])('removes %s', (_, text, hidden) => {
    expect(redactSecrets(text)).not.toContain(hidden)
    expect(redactSecrets(text)).toContain('[redacted]')
  })

  it.each([
    'AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID',
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    'Access token is empty.',
    'https://login.microsoftonline.com/error?code=7000215',
    'Trace ID: 1f6a92a9-f3a8-4071-889a-6a2ea88d9500',
  ])('keeps %j', (text) => {
    expect(redactSecrets(text)).toBe(text)
  })
})

it('leaves no secret in a diagnosis, wherever the secret was', () => {
  const failures = [
    { body: { error_description: `AADSTS7000215: Invalid client secret ${secret}` } },
    { body: `client_secret=${secret}&x` },
    { body: null, raw: `POST /token client_secret=${secret} 401 Unauthorized Authorization: Bearer ${token}` },
    { body: { message: `Bearer ${token}` }, headers: { 'x-ms-diagnostics': `reason="${token}"` } },
    { body: { config: { headers: { Authorization: `Bearer ${token}` }, data: `client_secret=${secret}` } } },
    { body: { code: secret, requestId: secret, timestamp: secret } },
  ]
  for (const failure of failures) {
    const printed = JSON.stringify(diagnose(failure))
    expect(printed).not.toContain(secret)
    expect(printed).not.toContain(token)
  }
})

it('uses nothing from a member whose name is that of a secret, whatever its value', () => {
  const body = { error: 'invalid_client', client_secret: 'any words "at" all', nested: [{ password: 'hunter2' }] }
  const diagnoses = [
    diagnose({ stage: 'token', status: 401, body }),
    diagnose({ stage: 'token', body: undefined, raw: JSON.stringify(body) }),
  ]
  expect(JSON.stringify(diagnoses)).not.toMatch(/any words|hunter2/)
})
