import type { Context } from 'hono'
import type { Environment } from '../../ground/http/environment.ts'
import type { Principal } from '../../ground/http/principal.ts'
import type { RateLimits } from '../../ground/http/rate-limits.ts'
import type { EndpointHost } from '../../ground/http/serve-endpoints.ts'
import { Problem } from '../../ground/problem.ts'
import { hashToken } from '../../ground/secrets/token.ts'
import type { HostIdentity } from '../host-sign-in/host-identity.ts'
import { toHostPerson } from '../host-sign-in/host-person.ts'
import { type HostSignIn, invalidHostToken } from '../host-sign-in/host-sign-in.ts'
import { isLinked, type Person } from '../people/person.ts'
import type { ServiceKeyAuthentication } from '../service-keys/authenticate-service-key.ts'
import { toServicePrincipal } from '../service-keys/limit-sending.ts'
import type { ServiceKeyStore } from '../service-keys/service-key-store.ts'
import type { Credentials } from './credentials.ts'
import { isLive } from './session.ts'
import type { SessionStore } from './session-store.ts'
import { toSignedInPerson } from './signed-in-person.ts'

const touchEveryMs = 60_000
const ofKeys = /^[\w-]+$/
const bearer = /^Bearer +([^ ]+) *$/i

interface Dependencies {
  config: { localSignIn: boolean; identityProvider: object | null }
  sessions: SessionStore
  serviceKeyAuthentication: ServiceKeyAuthentication
  serviceKeys: ServiceKeyStore
  hostSignIn: HostSignIn | null
  /** Learns the bots that the host names. Null: bots are made here. */
  hostBots: { learn(identity: Pick<HostIdentity, 'bots' | 'issuedAt'>, now: Date): Promise<void> } | null
  readCredentials: (context: Context<Environment>) => Credentials | null
  rateLimits: Pick<RateLimits, 'requireCaller'>
  clock: () => Date
}

/** Without the local sign-in, only the identity provider vouches for the person of a session. */
const maySignIn = ({ localSignIn, identityProvider }: Dependencies['config'], person: Person): boolean =>
  localSignIn || (identityProvider !== null && isLinked(person))

/** Identifies the caller. A service key counts before the token of a host, and a token before a cookie. */
export function authenticate({
  config,
  sessions,
  serviceKeyAuthentication,
  serviceKeys,
  hostSignIn,
  hostBots,
  readCredentials,
  rateLimits,
  clock,
}: Dependencies): EndpointHost['authenticate'] {
  async function findByKey(authorization: string): Promise<Principal> {
    const [, text] = bearer.exec(authorization) ?? []
    if (!text)
      throw new Problem('invalid-service-key', {
        detail: 'Send the service key once, as: Authorization: Bearer <key>',
      })
    if (!ofKeys.test(text))
      throw new Problem('invalid-service-key', {
        detail: 'The service key contains invisible or special characters that no key has. Copy it again.',
      })
    const key = await serviceKeyAuthentication.authenticate(text, clock())
    return toServicePrincipal(serviceKeys, key)
  }

  async function findByHostToken(token: string | null): Promise<Principal> {
    if (hostSignIn === null || token === null) throw invalidHostToken()
    const now = clock()
    const identity = await hostSignIn.identify(token, now)
    await hostBots?.learn(identity, now)
    return toHostPerson(identity)
  }

  async function findBySession(token: string): Promise<Principal | null> {
    const found = await sessions.read(hashToken(token))
    const now = clock().getTime()
    if (!found || !isLive(found.session, now) || !maySignIn(config, found.person)) return null
    if (now - found.session.lastSeenAt > touchEveryMs) await sessions.touch(found.session.idHash, now)
    return toSignedInPerson(found)
  }

  return async (context) => {
    const credentials = readCredentials(context)
    if (credentials === null) return null
    if (credentials.kind === 'session') return await findBySession(credentials.token)
    try {
      return credentials.kind === 'service-key'
        ? await findByKey(credentials.authorization)
        : await findByHostToken(credentials.token)
    } catch (refusal) {
      // It says nothing about the caller, and behind a proxy all callers may have one address.
      const isOutage = refusal instanceof Problem && refusal.slug === 'sign-in-unavailable'
      // Other refusals count for the address, so that no one can try many credentials.
      if (!isOutage) await rateLimits.requireCaller(null, context.get('clientAddress'))
      throw refusal
    }
  }
}
