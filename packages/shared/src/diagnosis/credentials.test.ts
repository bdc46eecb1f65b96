import { describe, expect, it } from 'vitest'
import { diagnose } from './diagnose.ts'
import { presentDiagnosis } from './present-diagnosis.ts'

const read = (code: number, text: string) =>
  presentDiagnosis(
    diagnose({
      stage: 'token',
      status: 401,
      body: { error: 'invalid_client', error_description: `AADSTS${code}: ${text} Trace ID: 1`, error_codes: [code] },
    }),
  )

describe('a refused certificate or federated credential', () => {
  it.each([
    [
      700027,
      "Client assertion contains an invalid signature. [Reason - The key was not found., Thumbprint of key used by client: 'AB'",
      'Entra does not know this certificate',
    ],
    [
      700027,
      'The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found.',
      'Entra does not know this certificate',
    ],
    [
      700027,
      "Client assertion contains an invalid signature. [Reason - The key used is expired. Thumbprint of key used by client: 'AB', Found key 'Start=1, End=2']",
      'The certificate has expired or is not valid yet',
    ],
    [
      1000502,
      'The provided certificate is not within its specified validity window.',
      'The certificate has expired or is not valid yet',
    ],
    [7000214, 'Certificate has been revoked.', 'The certificate was revoked'],
    [7000277, '', 'The certificate was revoked'],
    [
      700024,
      'Client assertion is not within its valid time range.',
      'The signed proof of the program is not valid at this time',
    ],
    [
      700023,
      'Client assertion audience claim does not match Realm issuer.',
      'Microsoft rejects the certificate or federated credential',
    ],
    [7000274, '', 'Microsoft rejects the certificate or federated credential'],
    [
      70021,
      'No matching federated identity record found for presented assertion.',
      'Entra does not know the federated credential',
    ],
    [
      70025,
      "The client 'a'(b) has no configured federated identity credentials.",
      'Entra does not know the federated credential',
    ],
    [
      700211,
      "No matching federated identity record found for presented assertion issuer 'https://a.example'.",
      'The issuer of the federated credential is another one',
    ],
    [
      700213,
      "No matching federated identity record found for presented assertion subject 'bot:1'.",
      'The subject of the federated credential is another one',
    ],
    [
      7002121,
      "No matching federated identity record found for presented assertion audience 'api://a'.",
      'The audience of the federated credential is another one',
    ],
    [501661, 'Request to External OIDC endpoint failed.', 'Entra cannot reach the issuer of the federated credential'],
    [50166, 'Request to External OIDC endpoint failed.', 'Entra cannot reach the issuer of the federated credential'],
    [90061, 'Request to External OIDC endpoint failed.', 'Entra cannot reach the issuer of the federated credential'],
    [
      7000272,
      'The certificate with identifier AB used to sign the federated credential could not be found in the metadata.',
      'Entra does not know the key of the issuer yet',
    ],
  ])('is read from AADSTS%i: %s', (code, text, title) => {
    expect(read(code, text)).toMatchObject({ cause: 'assertion_invalid', title, field: 'clientSecret', owner: 'entra' })
  })

  it('says nothing about the secret if the number is about a scope', () => {
    expect(
      read(
        700023,
        "The provided value for the input parameter scope 'x' is not valid because it does not contain any resource scopes.",
      ).cause,
    ).toBe('scope_invalid')
  })
})
