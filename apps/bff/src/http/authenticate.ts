import type { MiddlewareHandler } from 'hono'
import type { ServiceKeyAuthentication } from '../features/service-keys/authenticate-service-key.ts'
import { hashToken, isLive } from '../features/sessions/session.ts'
import type { SessionStore } from '../features/sessions/session-store.ts'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'
import type { RateLimits } from './rate-limits.ts'
import type { SessionCookie } from './session-cookie.ts'

const touchEveryMs = 60_000
const bearer = /^Bearer +([^\s]+) *$/i

interface Dependencies {
  sessions: SessionStore
  serviceKeys: ServiceKeyAuthentication
  cookie: SessionCookie
  rateLimits: Pick<RateLimits, 'requireAddress'>
  clock: () => Date
}

/** Finds out who asks. A bearer key decides alone: a cookie beside it is not looked at. */
export const authenticate =
  ({ sessions, serviceKeys, cookie, rateLimits, clock }: Dependencies): MiddlewareHandler<Environment> =>
  async (context, next) => {
    const authorization = context.req.header('authorization')
    if (authorization !== undefined) {
      const [, text] = bearer.exec(authorization) ?? []
      try {
        if (!text)
          throw new Problem('invalid-service-key', { detail: 'Present the service key as: Authorization: Bearer …' })
        context.set('principal', { kind: 'service', key: await serviceKeys.authenticate(text, clock()) })
      } catch (refusal) {
        await rateLimits.requireAddress(context.var.clientAddress)
        throw refusal
      }
      return await next()
    }
    const token = cookie.read(context)
    const found = token ? await sessions.read(hashToken(token)) : null
    const now = clock().getTime()
    if (found && isLive(found.session, now)) {
      if (now - found.session.lastSeenAt > touchEveryMs) await sessions.touch(found.session.idHash, now)
      context.set('principal', { kind: 'person', ...found })
    }
    await next()
  }
