import { constants, createPublicKey, type KeyObject, verify, X509Certificate } from 'node:crypto'
import { z } from 'zod'
import type { Application, Certificate, FederatedCredential } from '../seed/seed.ts'
import type { EmulatorState } from '../state/emulator-state.ts'
import { type Assertion, readAssertion } from './read-assertion.ts'
import { TokenRefusal } from './token-refusal.ts'

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const fetchTimeoutMs = 5_000

/** Refuses an assertion that Entra would refuse. Whose it is, its issuer shows: an app that signs itself is its own. */
export async function requireAssertion(
  application: Application,
  form: Map<string, string>,
  { state, tokenEndpoint }: { state: EmulatorState; tokenEndpoint: string },
): Promise<void> {
  if (form.get('client_assertion_type') !== assertionType)
    throw new TokenRefusal(900144, { parameter: 'client_assertion_type' })
  const assertion = readAssertion(form.get('client_assertion') ?? '')
  const { header, claims } = assertion
  const isOwn = header['x5t#S256'] !== undefined || claims.iss.toLowerCase() === application.clientId
  if (isOwn) requireSignedByApplication(application, assertion, state.now(), tokenEndpoint)
  else await requireFederated(application, assertion, state.now())
  requireFirstUse(assertion, state)
}

/** [entra-docs: identity-platform/certificate-credentials.md] The order of the checks is assumed. */
function requireSignedByApplication(
  application: Application,
  assertion: Assertion,
  now: Date,
  tokenEndpoint: string,
): void {
  const { header, claims } = assertion
  const named = header['x5t#S256']
  if (header.alg !== 'PS256' || named === undefined) throw new TokenRefusal(50027)
  const thumbprint = Buffer.from(named, 'base64url').toString('hex').toUpperCase()
  const found = (application.certificates ?? []).find(
    (certificate) => !isPast(certificate.deletedAt, now) && thumbprintOf(certificate) === thumbprint,
  )
  if (!found) throw new TokenRefusal(700027, { thumbprint, client: application.clientId })
  requireValidCertificate(found, now)
  const key = new X509Certificate(found.certificate).publicKey
  if (!isSignedWith(key, assertion))
    throw refuseSignature(thumbprint, 'The provided signature value did not match the expected signature value.')
  const client = application.clientId
  if (claims.iss.toLowerCase() !== client || claims.sub.toLowerCase() !== client) throw new TokenRefusal(700021)
  if (claims.aud.toLowerCase() !== tokenEndpoint.toLowerCase())
    throw new TokenRefusal(
      700023,
      {},
      {
        text: 'Client assertion audience claim does not match Realm issuer. Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials .',
      },
    )
  requireInTime(assertion, now)
}

const thumbprintOf = ({ certificate }: Certificate): string =>
  new X509Certificate(certificate).fingerprint256.replaceAll(':', '')

const isPast = (moment: string | undefined, now: Date): boolean =>
  moment !== undefined && Date.parse(moment) <= now.getTime()

const refuseSignature = (thumbprint: string, reason: string, more = '') =>
  new TokenRefusal(
    700027,
    {},
    {
      text: `Client assertion contains an invalid signature. [Reason - ${reason}, Thumbprint of key used by client: '${thumbprint}'${more}]`,
    },
  )

const inAmericanForm = (moment: Date): string => moment.toISOString().slice(0, 19).replace('T', ' ')

function requireValidCertificate(registered: Certificate, now: Date): void {
  if (isPast(registered.revokedAt, now)) throw new TokenRefusal(7000214)
  const { validFromDate, validToDate } = new X509Certificate(registered.certificate)
  if (validFromDate > now) throw new TokenRefusal(1000502)
  if (validToDate > now) return
  throw refuseSignature(
    thumbprintOf(registered),
    'The key used is expired.',
    `, Found key 'Start=${inAmericanForm(validFromDate)}, End=${inAmericanForm(validToDate)}'`,
  )
}

function isSignedWith(key: KeyObject, { header, signed, signature }: Assertion): boolean {
  if (header.alg === 'RS256') return verify('sha256', signed, key, signature)
  const padding = constants.RSA_PKCS1_PSS_PADDING
  return verify('sha256', signed, { key, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }, signature)
}

function requireInTime({ claims }: Assertion, now: Date): void {
  const seconds = now.getTime() / 1_000
  if (seconds < claims.exp && (claims.nbf === undefined || claims.nbf <= seconds + 1)) return
  const at = (moment: number) => new Date(moment * 1_000).toISOString()
  throw new TokenRefusal(700024, { now: now.toISOString(), from: at(claims.nbf ?? 0), until: at(claims.exp) })
}

/** Entra compares every letter. [entra-docs: workload-id/workload-identity-federation.md] */
async function requireFederated(application: Application, assertion: Assertion, now: Date): Promise<void> {
  const { header, claims } = assertion
  if (header.alg !== 'RS256') throw new TokenRefusal(50027)
  const all = application.federatedCredentials ?? []
  if (all.length === 0) throw new TokenRefusal(70025, { client: application.clientId, name: application.name })
  const { iss: issuer, sub: subject, aud: audience } = claims
  const ofIssuer = all.filter((credential) => credential.issuer === issuer)
  if (ofIssuer.length === 0) throw new TokenRefusal(700211, { issuer })
  const ofSubject = ofIssuer.filter((credential) => credential.subject === subject)
  if (ofSubject.length === 0) throw new TokenRefusal(700213, { subject })
  const found = ofSubject.find((credential) => credential.audience === audience)
  if (!found) throw new TokenRefusal(7002121, { audience })
  if (!isPast(found.effectiveFrom, now)) throw new TokenRefusal(70021, { issuer, subject, audience })
  const key = await fetchKey(found, header.kid ?? '')
  if (!isSignedWith(key, assertion)) throw new TokenRefusal(7000274)
  requireInTime(assertion, now)
}

const configurationSchema = z.looseObject({ issuer: z.string(), jwks_uri: z.url() })
const keySetSchema = z.looseObject({
  keys: z.array(z.looseObject({ kid: z.string().optional(), kty: z.literal('RSA'), n: z.string(), e: z.string() })),
})

/** The emulator must never send requests to other machines. */
const isOnThisMachine = ({ hostname }: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(hostname)

async function fetchJson<Schema extends z.ZodType>(address: string, schema: Schema): Promise<z.output<Schema>> {
  try {
    const url = new URL(address)
    if (!isOnThisMachine(url)) throw new Error('not on this machine')
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(fetchTimeoutMs) })
    if (!response.ok) throw new Error(`status ${response.status}`)
    return schema.parse(await response.json())
  } catch {
    throw new TokenRefusal(501661)
  }
}

/** Without a cache: Entra has one, but how long it lasts is not documented. */
async function fetchKey({ issuer }: FederatedCredential, kid: string): Promise<KeyObject> {
  const found = await fetchJson(`${issuer}/.well-known/openid-configuration`, configurationSchema)
  if (found.issuer !== issuer) throw new TokenRefusal(501661)
  const { keys } = await fetchJson(found.jwks_uri, keySetSchema)
  const jwk = keys.find((key) => key.kid === kid)
  if (!jwk) throw new TokenRefusal(7000272, { key: kid, issuer })
  return createPublicKey({ key: { kty: jwk.kty, n: jwk.n, e: jwk.e }, format: 'jwk' })
}

/** That Entra refuses a second use, and with which code, is assumed. */
function requireFirstUse({ claims }: Assertion, state: EmulatorState): void {
  if (claims.jti === undefined) return
  const now = state.now().getTime() / 1_000
  for (const [id, expiry] of state.usedAssertions) if (expiry <= now) state.usedAssertions.delete(id)
  const id = `${claims.iss} ${claims.jti}`
  if (state.usedAssertions.has(id)) throw new TokenRefusal(50027)
  state.usedAssertions.set(id, claims.exp)
}
