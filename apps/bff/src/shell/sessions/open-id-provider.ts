import { toStorable } from '@office365-email/shared/text-rules'
import * as openid from 'openid-client'
import { z } from 'zod'
import { isLoopback } from '../../ground/is-loopback.ts'
import { createOutgoingFetch } from '../../ground/outgoing-fetch.ts'
import { Problem } from '../../ground/problem.ts'
import type { Identity, IdentityProvider, IdentityProviderSettings } from './identity-provider.ts'

const timeoutSeconds = 5
const maxResponseBytes = 1_048_576
const discoveryTries = 2
const discoveredForMs = 60 * 60_000

const names = z.array(z.string()).catch([])
/** Where providers send roles: Entra's app roles, groups, and Keycloak's realm roles. */
const profileSchema = z.object({
  name: z.string().optional().catch(undefined),
  roles: names,
  groups: names,
  realm_access: z.object({ roles: names }).catch({ roles: [] }),
})
/** No storage tells identities apart by what PostgreSQL cannot store. */
const subjectSchema = z.string().refine((subject) => subject === toStorable(subject))
const idTokenSchema = z.object({ iss: z.string(), sub: subjectSchema, auth_time: z.number().optional() })

type Claims = Record<string, unknown>

/** Some providers send the flag as text. Any other value means that the address is not verified. */
const isVerified = ({ email_verified: flag }: Claims): boolean => flag === true || flag === 'true'
const isDenied = (claims: Claims): boolean => claims['email_verified'] !== undefined && !isVerified(claims)

/** The address that the provider vouches for. A flag counts only for the address that came with it. */
function readEmail(sources: Claims[], trustsEmail: boolean): string | null {
  if (sources.some(isDenied)) return null
  const withAddress = sources.filter(({ email }) => typeof email === 'string')
  const vouched = withAddress.find(isVerified) ?? (trustsEmail ? withAddress[0] : undefined)
  return typeof vouched?.['email'] === 'string' ? vouched['email'] : null
}

function toIdentity(idToken: Claims, userInfo: Claims, trustsEmail: boolean): Identity {
  const { iss, sub, auth_time } = idTokenSchema.parse(idToken)
  const { name, roles, groups, realm_access } = profileSchema.parse({ ...userInfo, ...idToken })
  return {
    issuer: iss,
    subject: sub,
    email: readEmail([idToken, userInfo], trustsEmail),
    name: name === undefined ? null : toStorable(name),
    roles: [...roles, ...groups, ...realm_access.roles],
    authenticatedAt: auth_time === undefined ? null : auth_time * 1_000,
  }
}

const unreachable = (cause: unknown) =>
  new Problem('not-signed-in', {
    detail: 'The server cannot reach the identity provider now. Try again in a moment, or sign in with a password.',
    cause,
  })

const refused = (cause: unknown) =>
  new Problem('not-signed-in', { detail: 'The sign-in was not completed. Start it again.', cause })

/** Authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 7636, RFC 9207). */
export function createOpenIdProvider(
  { issuer, clientId, clientSecret, trustsEmail }: IdentityProviderSettings,
  redirectUri: string,
): IdentityProvider {
  const outgoingFetch = createOutgoingFetch({ connectTimeoutMs: timeoutSeconds * 1_000, maxBytes: maxResponseBytes })
  const customFetch: openid.CustomFetch = (url, { body, ...options }) =>
    outgoingFetch(url, {
      ...options,
      body: body instanceof URLSearchParams ? body.toString() : (body as string | null | undefined),
    })
  const execute = isLoopback(new URL(issuer).hostname) ? [openid.allowInsecureRequests] : []
  let discovered: { at: number; configuration: Promise<openid.Configuration> } | null = null

  async function discover(tries = discoveryTries): Promise<openid.Configuration> {
    try {
      const options = { execute, timeout: timeoutSeconds, [openid.customFetch]: customFetch }
      const authentication = openid.ClientSecretBasic(clientSecret.reveal())
      return await openid.discovery(new URL(issuer), clientId, undefined, authentication, options)
    } catch (error) {
      if (tries > 1) return await discover(tries - 1)
      throw unreachable(error)
    }
  }

  /** The result of a discovery is used for an hour. A failed one is not kept. */
  function configure(): Promise<openid.Configuration> {
    if (discovered && Date.now() - discovered.at < discoveredForMs) return discovered.configuration
    const configuration = discover()
    discovered = { at: Date.now(), configuration }
    configuration.catch(() => {
      discovered = null
    })
    return configuration
  }

  async function readIdentity(configuration: openid.Configuration, tokens: Tokens): Promise<Identity> {
    const claims = tokens.claims()
    if (!claims) throw new Error('no ID token')
    const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined
    const more = hasMore ? await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub) : {}
    return toIdentity(claims, more, trustsEmail)
  }

  return {
    async begin({ maxAgeSeconds }) {
      const configuration = await configure()
      const transaction = {
        state: openid.randomState(),
        nonce: openid.randomNonce(),
        codeVerifier: openid.randomPKCECodeVerifier(),
      }
      const url = openid.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state: transaction.state,
        nonce: transaction.nonce,
        code_challenge: await openid.calculatePKCECodeChallenge(transaction.codeVerifier),
        code_challenge_method: 'S256',
        max_age: String(maxAgeSeconds),
        ...(maxAgeSeconds === 0 && { prompt: 'login' }),
      })
      return { url, transaction }
    },
    async finish(query, { state, nonce, codeVerifier }) {
      const configuration = await configure()
      try {
        const tokens = await openid.authorizationCodeGrant(configuration, new URL(`${redirectUri}${query}`), {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
        })
        return await readIdentity(configuration, tokens)
      } catch (error) {
        throw refused(error)
      }
    },
  }
}

type Tokens = Awaited<ReturnType<typeof openid.authorizationCodeGrant>>
