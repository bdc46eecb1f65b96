import { createRoute, z } from '@hono/zod-openapi'
import { redeemSetUpLinkSchema, sessionListSchema, sessionSchema, signInSchema } from '@office365-email/shared/session'
import type { Context } from 'hono'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { AuditStore } from '../../ground/audit/audit-store.ts'
import type { Access } from '../../ground/http/access.ts'
import type { Environment } from '../../ground/http/environment.ts'
import { createRouter, jsonBody, jsonContent, problemResponses } from '../../ground/http/openapi.ts'
import type { RateLimits } from '../../ground/http/rate-limits.ts'
import { toRequestContext } from '../../ground/http/request-context.ts'
import { notFound, Problem } from '../../ground/problem.ts'
import { secretOf } from '../../ground/secrets/secret.ts'
import { presentUser } from '../people/person.ts'
import type { PersonStore } from '../people/person-store.ts'
import { redeemSetUpLink } from './redeem-set-up-link.ts'
import { isLive, presentSession, sessionIdOf } from './session.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { Session, SessionStore } from './session-store.ts'
import type { SetUpLinkStore } from './set-up-link-store.ts'
import { signIn, startSession } from './sign-in.ts'
import { readSignedInPerson, requirePerson } from './signed-in-person.ts'

interface Dependencies {
  access: Access
  people: PersonStore
  sessions: SessionStore
  setUpLinks: SetUpLinkStore
  audit: AuditStore
  rateLimits: RateLimits
  cookie: SessionCookie
  clock: () => Date
}

const tags = ['Session']

export function createSessionRoutes(dependencies: Dependencies) {
  const { access, sessions, rateLimits, cookie, clock } = dependencies
  const signedIn = jsonContent(sessionSchema, 'Who is signed in.')

  const read = createRoute({
    method: 'get',
    path: '/session',
    tags,
    summary: 'Who is signed in',
    responses: { 200: signedIn, ...problemResponses('not-signed-in') },
  })
  const start = createRoute({
    method: 'post',
    path: '/session',
    tags,
    summary: 'Sign in, or sign in afresh',
    request: jsonBody(signInSchema),
    responses: {
      200: signedIn,
      ...problemResponses('not-signed-in', 'cross-site-request', 'invalid-request', 'rate-limited'),
    },
  })
  const end = createRoute({
    method: 'delete',
    path: '/session',
    tags,
    summary: 'Sign out',
    responses: { 204: { description: 'Nobody is signed in any more.' }, ...problemResponses('cross-site-request') },
  })
  const setUp = createRoute({
    method: 'post',
    path: '/set-up',
    tags,
    summary: 'Make the first owner with the link that the first start printed',
    request: jsonBody(redeemSetUpLinkSchema),
    responses: {
      200: signedIn,
      ...problemResponses('not-found', 'cross-site-request', 'invalid-request', 'rate-limited'),
    },
  })

  const list = createRoute({
    method: 'get',
    path: '/sessions',
    tags,
    summary: 'List where you are signed in',
    middleware: [access.allow({ people: 'admin' })],
    responses: {
      200: jsonContent(sessionListSchema, 'Your sessions, newest first.'),
      ...problemResponses('not-signed-in', 'forbidden'),
    },
  })
  const endOne = createRoute({
    method: 'delete',
    path: '/sessions/{sessionId}',
    tags,
    summary: 'End one of your sessions at once',
    middleware: [access.allow({ people: 'admin', fresh: true })],
    request: { params: z.strictObject({ sessionId: z.string() }) },
    responses: {
      204: { description: 'It is ended.' },
      ...problemResponses('not-signed-in', 'forbidden', 'fresh-sign-in-required', 'not-found'),
    },
  })

  async function listLive({ personId }: Session): Promise<Session[]> {
    const now = clock().getTime()
    return (await sessions.list(personId)).filter((session) => isLive(session, now))
  }

  /** A new sign-in gets a new session: whoever planted the old cookie gains nothing. */
  async function endOldSession(context: Context<Environment>): Promise<void> {
    const before = readSignedInPerson(context.var.principal)
    if (before) await sessions.delete(before.session.idHash, null)
  }

  return createRouter()
    .openapi(read, (context) => {
      const signedIn = readSignedInPerson(context.var.principal)
      if (!signedIn) throw new Problem('not-signed-in', { detail: 'Sign in first.' })
      return context.json({ user: presentUser(signedIn.person) }, 200)
    })
    .openapi(start, async (context) => {
      const { email, password } = context.req.valid('json')
      const requestContext = toRequestContext(context, clock())
      const { person, token } = await rateLimits.signIns.attempt(context.var.clientAddress, email, () =>
        signIn(dependencies, requestContext, { email, password: secretOf(password) }),
      )
      await endOldSession(context)
      cookie.write(context, token)
      return context.json({ user: presentUser(person) }, 200)
    })
    .openapi(end, async (context) => {
      const signedIn = readSignedInPerson(context.var.principal)
      if (signedIn) {
        const event = auditEvent(toRequestContext(context, clock()), 'session.ended')
        await sessions.delete(signedIn.session.idHash, event)
      }
      cookie.clear(context)
      context.header('clear-site-data', '"cache", "storage"')
      return context.body(null, 204)
    })
    .openapi(list, async (context) => {
      const current = requirePerson(context).session
      const live = await listLive(current)
      return context.json({ sessions: live.map((session) => presentSession(session, current)) }, 200)
    })
    .openapi(endOne, async (context) => {
      const { sessionId } = context.req.valid('param')
      const session = (await listLive(requirePerson(context).session)).find((one) => sessionIdOf(one) === sessionId)
      if (!session) throw notFound()
      const details = { how: 'ended from another session' }
      await sessions.delete(
        session.idHash,
        auditEvent(toRequestContext(context, clock()), 'session.ended', { details }),
      )
      return context.body(null, 204)
    })
    .openapi(setUp, async (context) => {
      const { token, email, password } = context.req.valid('json')
      const requestContext = toRequestContext(context, clock())
      const person = await rateLimits.setUps.attempt(context.var.clientAddress, () =>
        redeemSetUpLink(dependencies, requestContext, { token, email, password: secretOf(password) }),
      )
      await endOldSession(context)
      const proof = { how: 'set-up link', authenticatedAt: requestContext.now.getTime(), holds: () => true }
      cookie.write(context, await startSession(dependencies, requestContext, person, proof))
      return context.json({ user: presentUser(person) }, 200)
    })
}
