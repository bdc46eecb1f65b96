import * as openid from 'openid-client'
import { EnvHttpProxyAgent, fetch as fetchThroughProxy } from 'undici'
import { z } from 'zod'
import { type IdentityProviderSettings, isLoopback } from '../config/config.ts'
import type { Identity, IdentityProvider } from '../features/sessions/identity-provider.ts'
import { Problem } from '../problem.ts'

const timeoutSeconds = 5
const discoveryTries = 2
const discoveredForMs = 60 * 60_000

const names = z.array(z.string()).catch([])
/** Where providers tell of roles: Entra's app roles, groups, and Keycloak's realm roles. */
const claimsSchema = z.object({
  sub: z.string(),
  email: z.string().optional().catch(undefined),
  email_verified: z.boolean().optional().catch(undefined),
  preferred_username: z.string().optional().catch(undefined),
  name: z.string().optional().catch(undefined),
  roles: names,
  groups: names,
  realm_access: z.object({ roles: names }).catch({ roles: [] }),
})

function toIdentity(claims: unknown): Identity {
  const { sub, email, email_verified, preferred_username, name, roles, groups, realm_access } =
    claimsSchema.parse(claims)
  const address = email ?? (preferred_username?.includes('@') ? preferred_username : undefined)
  return {
    subject: sub,
    email: email_verified === false ? null : (address ?? null),
    name: name ?? null,
    roles: [...roles, ...groups, ...realm_access.roles],
  }
}

const unreachable = (cause: unknown) =>
  new Problem('not-signed-in', {
    detail: 'The identity provider cannot be reached now. Try again in a moment, or sign in with a password.',
    cause,
  })

const refused = (cause: unknown) =>
  new Problem('not-signed-in', { detail: 'The sign-in was not completed. Start it again.', cause })

/** Authorization code flow with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 7636, RFC 9207). */
export function createOpenIdProvider(
  { issuer, clientId, clientSecret }: IdentityProviderSettings,
  redirectUri: string,
): IdentityProvider {
  const dispatcher = new EnvHttpProxyAgent({ connect: { timeout: timeoutSeconds * 1_000 } })
  const customFetch: openid.CustomFetch = async (url, { body, ...options }) => {
    const response = await fetchThroughProxy(url, {
      ...options,
      body: body instanceof URLSearchParams ? body.toString() : (body as string | null | undefined),
      redirect: 'error',
      dispatcher,
    } as Parameters<typeof fetchThroughProxy>[1])
    const headers = Object.fromEntries(response.headers)
    return new Response(await response.arrayBuffer(), { status: response.status, headers })
  }
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

  /** One discovery serves everybody for an hour; one that failed serves nobody. */
  function configure(): Promise<openid.Configuration> {
    if (discovered && Date.now() - discovered.at < discoveredForMs) return discovered.configuration
    const configuration = discover()
    discovered = { at: Date.now(), configuration }
    configuration.catch(() => {
      discovered = null
    })
    return configuration
  }

  async function readClaims(configuration: openid.Configuration, tokens: Tokens): Promise<unknown> {
    const claims = tokens.claims()
    if (!claims) throw new Error('no ID token')
    if (!configuration.serverMetadata().userinfo_endpoint) return claims
    const more = await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub)
    return { ...more, ...claims }
  }

  return {
    async begin({ fresh }) {
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
        ...(fresh && { prompt: 'login' }),
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
        return toIdentity(await readClaims(configuration, tokens))
      } catch (error) {
        throw refused(error)
      }
    },
  }
}

type Tokens = Awaited<ReturnType<typeof openid.authorizationCodeGrant>>
