import type { Context } from 'hono'
import type { Environment } from '../../ground/http/environment.ts'
import type { Principal } from '../../ground/http/principal.ts'
import type { RateLimits } from '../../ground/http/rate-limits.ts'
import { readHeader } from '../../ground/http/raw-headers.ts'
import type { EndpointHost } from '../../ground/http/serve-endpoints.ts'
import { Problem } from '../../ground/problem.ts'
import { hashToken } from '../../ground/secrets/token.ts'
import type { ServiceKeyAuthentication } from '../service-keys/authenticate-service-key.ts'
import { toServicePrincipal } from '../service-keys/limit-sending.ts'
import type { ServiceKeyStore } from '../service-keys/service-key-store.ts'
import { isLive } from './session.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { SessionStore } from './session-store.ts'
import { toSignedInPerson } from './signed-in-person.ts'

const touchEveryMs = 60_000
const ofKeys = /^[\w-]+$/
const bearer = /^Bearer +([^ ]+) *$/i

interface Dependencies {
  sessions: SessionStore
  serviceKeyAuthentication: ServiceKeyAuthentication
  serviceKeys: ServiceKeyStore
  cookie: SessionCookie
  rateLimits: Pick<RateLimits, 'requireCaller'>
  clock: () => Date
}

/** Identifies the caller. If a request has a bearer key, its cookie is ignored. */
export function authenticate({
  sessions,
  serviceKeyAuthentication,
  serviceKeys,
  cookie,
  rateLimits,
  clock,
}: Dependencies): EndpointHost['authenticate'] {
  async function findByKey(context: Context<Environment>, authorization: string): Promise<Principal> {
    const [, text] = bearer.exec(authorization) ?? []
    try {
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
    } catch (refusal) {
      await rateLimits.requireCaller(null, context.get('clientAddress'))
      throw refusal
    }
  }

  async function findByCookie(context: Context<Environment>): Promise<Principal | null> {
    const token = cookie.read(context)
    const found = token ? await sessions.read(hashToken(token)) : null
    const now = clock().getTime()
    if (!found || !isLive(found.session, now)) return null
    if (now - found.session.lastSeenAt > touchEveryMs) await sessions.touch(found.session.idHash, now)
    return toSignedInPerson(found)
  }

  return async (context) => {
    const authorization = readHeader(context.env.incoming, 'authorization')
    return authorization === undefined ? await findByCookie(context) : await findByKey(context, authorization)
  }
}
