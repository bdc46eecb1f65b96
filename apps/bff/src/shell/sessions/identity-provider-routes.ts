import { createRoute, z } from '@hono/zod-openapi'
import {
  beginIdentityLinkSchema,
  begunIdentityLinkSchema,
  identityLinkSchema,
  type SignInFailure,
  signInMethodsSchema,
} from '@office365-email/shared/session'
import type { Context } from 'hono'
import type { AuditStore } from '../../ground/audit/audit-store.ts'
import type { Access } from '../../ground/http/access.ts'
import type { Environment } from '../../ground/http/environment.ts'
import { createRouter, jsonContent, optionalJsonBody, problemResponses } from '../../ground/http/openapi.ts'
import type { Principal } from '../../ground/http/principal.ts'
import { toRequestContext } from '../../ground/http/request-context.ts'
import { notFound, Problem } from '../../ground/problem.ts'
import { isLinked } from '../people/person.ts'
import type { PersonStore } from '../people/person-store.ts'
import type { IdentityProvider } from './identity-provider.ts'
import { linkIdentity, unlinkIdentity } from './link-identity.ts'
import { absoluteMs, sessionIdOf } from './session.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { SessionStore } from './session-store.ts'
import { SignInRefusal } from './sign-in-refusal.ts'
import { createSignInTransactionCookie, type SignInTransaction, toOwnPath } from './sign-in-transaction-cookie.ts'
import { signInWithIdentity } from './sign-in-with-identity.ts'
import { readSignedInPerson, requirePerson } from './signed-in-person.ts'

interface Dependencies {
  access: Access
  config: { publicUrl: string; identityProvider: { adminRole: string | null } | null }
  identityProvider: IdentityProvider | null
  people: PersonStore
  sessions: SessionStore
  audit: AuditStore
  cookie: SessionCookie
  clock: () => Date
}

const tags = ['Session']
const linkProblems = ['not-signed-in', 'forbidden'] as const

/** For a browser the sign-in page says it; a program gets the problem. */
const wantsPage = (context: Context<Environment>) => (context.req.header('accept') ?? '').includes('text/html')

const failureOf = (error: Problem): SignInFailure =>
  error instanceof SignInRefusal ? error.failure : 'identity-provider'

/** As old as the session that begins may become, so that the provider says when the person signed in there. */
const maxAgeSeconds = absoluteMs / 1_000

export function createIdentityProviderRoutes(dependencies: Dependencies) {
  const { access, config, identityProvider, sessions, cookie, clock } = dependencies
  const { publicUrl } = config
  const transactionCookie = createSignInTransactionCookie(config)

  const methods = createRoute({
    method: 'get',
    path: '/sign-in-methods',
    tags,
    summary: 'How one may sign in here',
    responses: { 200: jsonContent(signInMethodsSchema, 'What the sign-in page offers.') },
  })
  const start = createRoute({
    method: 'get',
    path: '/session/oidc',
    tags,
    summary: 'Sign in through the identity provider: open this in the browser',
    request: {
      query: z.object({
        next: z.string().optional().describe('A path of this server to come back to.'),
        fresh: z.string().optional().describe('`true` has the provider ask for the credentials again.'),
      }),
    },
    responses: {
      302: { description: 'To the identity provider.' },
      ...problemResponses('not-signed-in', 'not-found'),
    },
  })
  const callback = createRoute({
    method: 'get',
    path: '/session/oidc/callback',
    tags,
    summary: 'Where the identity provider sends the browser back to',
    responses: {
      302: { description: 'Signed in, with a session cookie; or back to the sign-in page.' },
      ...problemResponses('not-signed-in', 'forbidden', 'not-found'),
    },
  })

  const readLink = createRoute({
    method: 'get',
    path: '/session/identity',
    tags,
    summary: 'Whether the identity provider signs you in',
    middleware: [access.allow({ people: 'admin' })],
    responses: { 200: jsonContent(identityLinkSchema, 'What signs you in.'), ...problemResponses(...linkProblems) },
  })
  const link = createRoute({
    method: 'post',
    path: '/session/identity',
    tags,
    summary: 'Link your sign-in with the identity provider: open the URL in the same browser',
    description: 'You sign in at the provider once more. From then on that identity signs you in here.',
    middleware: [access.allow({ people: 'admin', fresh: true })],
    request: optionalJsonBody(beginIdentityLinkSchema),
    responses: {
      200: jsonContent(begunIdentityLinkSchema, 'Where the browser goes next.'),
      ...problemResponses(...linkProblems, 'fresh-sign-in-required', 'not-found', 'invalid-request'),
    },
  })
  const unlink = createRoute({
    method: 'delete',
    path: '/session/identity',
    tags,
    summary: 'Unlink your sign-in with the identity provider',
    middleware: [access.allow({ people: 'admin', fresh: true })],
    responses: {
      204: { description: 'Only the password signs you in.' },
      ...problemResponses(...linkProblems, 'fresh-sign-in-required', 'not-possible-now'),
    },
  })

  /** Back to the sign-in page, from where the next try still leads to the page that was asked for. */
  function fail(context: Context<Environment>, error: unknown, next: string | undefined): Response {
    if (!(error instanceof Problem) || !wantsPage(context)) throw error
    const query = new URLSearchParams({ failed: failureOf(error), ...(next && next !== '/' && { next }) })
    return context.redirect(`/sign-in?${query.toString()}`)
  }

  async function begin(
    context: Context<Environment>,
    provider: IdentityProvider,
    asked: Pick<SignInTransaction, 'next' | 'isFresh' | 'linkTo'>,
  ): Promise<URL> {
    const begunAt = clock().getTime()
    const { url, transaction } = await provider.begin({ maxAgeSeconds: asked.isFresh ? 0 : maxAgeSeconds })
    transactionCookie.write(context, { ...transaction, ...asked, begunAt })
    return url
  }

  /** A new sign-in gets a new session: whoever planted the old cookie gains nothing. */
  async function finish(
    context: Context<Environment>,
    provider: IdentityProvider,
    transaction: SignInTransaction | null,
  ): Promise<Response> {
    if (!transaction)
      throw new Problem('not-signed-in', { detail: 'This sign-in was not begun in this browser. Start it again.' })
    const { next, isFresh: mustBeFresh, begunAt, linkTo, ...expected } = transaction
    const identity = await provider.finish(new URL(context.req.url).search, expected)
    const { principal } = context.var
    const requestContext = toRequestContext(context, clock())
    if (linkTo !== null) {
      await linkIdentity(dependencies, requestContext, requireLinking(principal, linkTo), identity)
      return context.redirect(next)
    }
    const token = await signInWithIdentity(dependencies, requestContext, identity, {
      adminRole: config.identityProvider?.adminRole ?? null,
      freshSince: mustBeFresh ? begunAt : null,
    })
    const before = readSignedInPerson(principal)
    if (before) await sessions.delete(before.session.idHash, null)
    cookie.write(context, token)
    return context.redirect(next)
  }

  /** The cookie of the transaction can be changed in the browser: only the session itself says who links, and how fresh. */
  function requireLinking(principal: Principal | null, linkTo: string): string {
    const signedIn = readSignedInPerson(principal)
    if (signedIn && sessionIdOf(signedIn.session) === linkTo && signedIn.isFresh(clock().getTime())) return signedIn.id
    throw new SignInRefusal('not-linked')
  }

  return createRouter()
    .openapi(methods, (context) => context.json({ password: true, identityProvider: identityProvider !== null }, 200))
    .openapi(start, async (context) => {
      if (!identityProvider) throw notFound()
      const { fresh, ...query } = context.req.valid('query')
      const next = toOwnPath(query.next, publicUrl)
      try {
        const url = await begin(context, identityProvider, { next, isFresh: fresh === 'true', linkTo: null })
        return context.redirect(url.href)
      } catch (error) {
        return fail(context, error, next)
      }
    })
    .openapi(callback, async (context) => {
      if (!identityProvider) throw notFound()
      const transaction = transactionCookie.take(context)
      try {
        return await finish(context, identityProvider, transaction)
      } catch (error) {
        return fail(context, error, transaction?.next)
      }
    })
    .openapi(readLink, (context) => {
      const { person } = requirePerson(context)
      return context.json({ linked: isLinked(person), hasPassword: person.passwordHash !== null }, 200)
    })
    .openapi(link, async (context) => {
      if (!identityProvider) throw notFound()
      const { session } = requirePerson(context)
      const next = toOwnPath(context.req.valid('json').next, publicUrl)
      const url = await begin(context, identityProvider, { next, isFresh: true, linkTo: sessionIdOf(session) })
      return context.json({ url: url.href }, 200)
    })
    .openapi(unlink, async (context) => {
      const { person } = requirePerson(context)
      await unlinkIdentity(dependencies, toRequestContext(context, clock()), person.id)
      return context.body(null, 204)
    })
}
