import { expect, it } from 'vitest'
import { example } from '../start-microsoft-emulator.ts'
import { emulateMicrosoft } from '../testing/emulate-microsoft.ts'
import { sendRequest } from '../testing/microsoft-client.ts'

const context = emulateMicrosoft()

it("returns the issuer and endpoints on the emulator's own origin, and the tenant's GUID for a domain", async () => {
  const { emulator } = context
  const response = await sendRequest(emulator, `/${example.domain}/v2.0/.well-known/openid-configuration`)
  expect(response.status).toBe(200)
  expect(response.json).toMatchObject({
    issuer: `${emulator.url}/${example.tenantId}/v2.0`,
    token_endpoint: `${emulator.url}/${example.tenantId}/oauth2/v2.0/token`,
    jwks_uri: `${emulator.url}/${example.tenantId}/discovery/v2.0/keys`,
    authorization_endpoint: expect.stringContaining('/authorize'),
  })
})

it('refuses an unknown tenant with invalid_tenant, and a malformed one', async () => {
  const unknown = await sendRequest(
    context.emulator,
    '/11111111-1111-4111-8111-111111111111/v2.0/.well-known/openid-configuration',
  )
  expect([unknown.status, unknown.json.error, unknown.json.error_codes]).toEqual([400, 'invalid_tenant', [90002]])
  const malformed = await sendRequest(context.emulator, '/c0470505-0000/v2.0/.well-known/openid-configuration')
  expect([malformed.status, malformed.json.error_codes]).toEqual([400, [900023]])
})

it('publishes the key that signs the tokens', async () => {
  const { json } = await sendRequest(context.emulator, `/${example.tenantId}/discovery/v2.0/keys`)
  expect(json.keys).toEqual([expect.objectContaining({ kty: 'RSA', use: 'sig', kid: expect.any(String) })])
})
