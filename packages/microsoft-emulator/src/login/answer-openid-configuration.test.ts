import { expect, it } from 'vitest'
import { example } from '../start-microsoft-emulator.ts'
import { emulateMicrosoft } from '../testing/emulate-microsoft.ts'
import { ask } from '../testing/microsoft-client.ts'

const context = emulateMicrosoft()

it("has the issuer and endpoints on the emulator's own origin, with the GUID for a domain", async () => {
  const { emulator } = context
  const answer = await ask(emulator, `/${example.domain}/v2.0/.well-known/openid-configuration`)
  expect(answer.status).toBe(200)
  expect(answer.json).toMatchObject({
    issuer: `${emulator.url}/${example.tenantId}/v2.0`,
    token_endpoint: `${emulator.url}/${example.tenantId}/oauth2/v2.0/token`,
    jwks_uri: `${emulator.url}/${example.tenantId}/discovery/v2.0/keys`,
    authorization_endpoint: expect.stringContaining('/authorize'),
  })
})

it('refuses an unknown tenant as invalid_tenant, and a malformed one', async () => {
  const unknown = await ask(
    context.emulator,
    '/11111111-1111-4111-8111-111111111111/v2.0/.well-known/openid-configuration',
  )
  expect([unknown.status, unknown.json.error, unknown.json.error_codes]).toEqual([400, 'invalid_tenant', [90002]])
  const malformed = await ask(context.emulator, '/c0470505-0000/v2.0/.well-known/openid-configuration')
  expect([malformed.status, malformed.json.error_codes]).toEqual([400, [900023]])
})

it('publishes the key that signs the tokens', async () => {
  const { json } = await ask(context.emulator, `/${example.tenantId}/discovery/v2.0/keys`)
  expect(json.keys).toEqual([expect.objectContaining({ kty: 'RSA', use: 'sig', kid: expect.any(String) })])
})
