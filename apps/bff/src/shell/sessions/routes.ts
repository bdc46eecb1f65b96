import { sessionEndpoints } from '@office365-email/shared/endpoints/session'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { AuditStore } from '../../ground/audit/audit-store.ts'
import { basePathOf } from '../../ground/http/base-path.ts'
import { type EndpointRequest, type EndpointRoute, handle } from '../../ground/http/endpoint-route.ts'
import type { RateLimits } from '../../ground/http/rate-limits.ts'
import { notFound, Problem } from '../../ground/problem.ts'
import { secretOf } from '../../ground/secrets/secret.ts'
import { presentHostUser, readHostPerson } from '../host-sign-in/host-person.ts'
import { type Person, presentUser } from '../people/person.ts'
import type { PersonStore } from '../people/person-store.ts'
import { type LocalSignInSettings, requireLocalSignIn } from './local-sign-in.ts'
import { redeemSetUpLink } from './redeem-set-up-link.ts'
import { isLive, presentSession, sessionIdOf } from './session.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { Session, SessionStore } from './session-store.ts'
import type { SetUpLinkStore } from './set-up-link-store.ts'
import { signIn, startSession } from './sign-in.ts'
import { readSignedInPerson, requirePerson } from './signed-in-person.ts'

export interface Dependencies {
  config: LocalSignInSettings & { publicUrl: string }
  people: PersonStore
  sessions: SessionStore
  setUpLinks: SetUpLinkStore
  audit: AuditStore
  rateLimits: Pick<RateLimits, 'signIns' | 'setUps'>
  cookie: SessionCookie
}

async function listLive(sessions: SessionStore, { personId }: Session, now: Date): Promise<Session[]> {
  return (await sessions.list(personId)).filter((session) => isLive(session, now.getTime()))
}

/** A new sign-in gets a new session, so that a cookie that an attacker planted before it is useless. */
async function replaceSession(
  { sessions, cookie }: Dependencies,
  { principal, reply }: Pick<EndpointRequest<typeof sessionEndpoints.signIn>, 'principal' | 'reply'>,
  token: string,
  person: Person,
) {
  const before = readSignedInPerson(principal)
  if (before) await sessions.delete(before.session.idHash, null)
  cookie.write(reply, token)
  return { user: presentUser(person) }
}

export const sessionRoutes: EndpointRoute<Dependencies>[] = [
  handle(sessionEndpoints.readSession, (_, { principal }) => {
    const signedIn = readSignedInPerson(principal)
    if (signedIn) return { user: presentUser(signedIn.person) }
    const hostPerson = readHostPerson(principal)
    if (hostPerson) return { user: presentHostUser(hostPerson) }
    throw new Problem('not-signed-in', { detail: 'Sign in first.' })
  }),

  handle(sessionEndpoints.signIn, async (dependencies, request) => {
    requireLocalSignIn(dependencies.config)
    const { body, context } = request
    const { email } = body
    const { person, token } = await dependencies.rateLimits.signIns.attempt(context.ip, email, () =>
      signIn(dependencies, context, { email, password: secretOf(body.password) }),
    )
    return await replaceSession(dependencies, request, token, person)
  }),

  handle(sessionEndpoints.signOut, async ({ config, sessions, cookie }, { principal, context, reply }) => {
    const signedIn = readSignedInPerson(principal)
    if (signedIn) await sessions.delete(signedIn.session.idHash, auditEvent(context, 'session.ended'))
    cookie.clear(reply)
    // Below a path, other products of the same origin keep their data there, too.
    if (basePathOf(config.publicUrl) === '') reply.headers['clear-site-data'] = '"cache", "storage"'
  }),

  handle(sessionEndpoints.redeemSetUpLink, async (dependencies, request) => {
    requireLocalSignIn(dependencies.config)
    const { body, context } = request
    const person = await dependencies.rateLimits.setUps.attempt(context.ip, () =>
      redeemSetUpLink(dependencies, context, { ...body, password: secretOf(body.password) }),
    )
    const proof = { how: 'set-up link', authenticatedAt: context.now.getTime(), holds: () => true }
    return await replaceSession(dependencies, request, await startSession(dependencies, context, person, proof), person)
  }),

  handle(sessionEndpoints.listSessions, async ({ sessions }, { principal, context }) => {
    // The host signs this person in with each request, so there is no session here.
    if (readHostPerson(principal)) return { sessions: [] }
    const current = requirePerson(principal).session
    const live = await listLive(sessions, current, context.now)
    return { sessions: live.map((session) => presentSession(session, current)) }
  }),

  handle(sessionEndpoints.endSession, async ({ sessions }, { params, principal, context }) => {
    const live = await listLive(sessions, requirePerson(principal).session, context.now)
    const session = live.find((one) => sessionIdOf(one) === params.sessionId)
    if (!session) throw notFound()
    const details = { how: 'ended from another session' }
    await sessions.delete(session.idHash, auditEvent(context, 'session.ended', { details }))
  }),
]
