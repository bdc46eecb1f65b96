import { createRoute, z } from '@hono/zod-openapi'
import { signInMethodsSchema } from '@office365-email/shared/session'
import type { Context } from 'hono'
import type { Environment } from '../../http/environment.ts'
import { createRouter, jsonContent, problemResponses } from '../../http/openapi.ts'
import { toRequestContext } from '../../http/request-context.ts'
import type { SessionCookie } from '../../http/session-cookie.ts'
import {
  createSignInTransactionCookie,
  type SignInTransaction,
  toOwnPath,
} from '../../http/sign-in-transaction-cookie.ts'
import { notFound, Problem } from '../../problem.ts'
import type { AuditStore } from '../audit/audit-store.ts'
import type { PersonStore } from '../people/person-store.ts'
import type { IdentityProvider } from './identity-provider.ts'
import type { SessionStore } from './session-store.ts'
import { signInWithIdentity } from './sign-in-with-identity.ts'

interface Dependencies {
  config: { publicUrl: string; identityProvider: { adminRole: string | null } | null }
  identityProvider: IdentityProvider | null
  people: PersonStore
  sessions: SessionStore
  audit: AuditStore
  cookie: SessionCookie
  clock: () => Date
}

const tags = ['Session']

/** For a browser the sign-in page says it; a program gets the problem. */
const wantsPage = (context: Context<Environment>) => (context.req.header('accept') ?? '').includes('text/html')

export function createIdentityProviderRoutes(dependencies: Dependencies) {
  const { config, identityProvider, sessions, cookie, clock } = dependencies
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

  /** Back to the sign-in page, from where the next try still leads to the page that was asked for. */
  function fail(context: Context<Environment>, error: unknown, next: string | undefined): Response {
    if (!(error instanceof Problem) || !wantsPage(context)) throw error
    const failed = error.slug === 'forbidden' ? 'not-added' : 'identity-provider'
    const query = new URLSearchParams({ failed, ...(next && next !== '/' && { next }) })
    return context.redirect(`/sign-in?${query.toString()}`)
  }

  /** A new sign-in gets a new session: whoever planted the old cookie gains nothing. */
  async function finish(
    context: Context<Environment>,
    provider: IdentityProvider,
    transaction: SignInTransaction | null,
  ): Promise<Response> {
    if (!transaction)
      throw new Problem('not-signed-in', { detail: 'This sign-in was not begun in this browser. Start it again.' })
    const { next, ...expected } = transaction
    const identity = await provider.finish(new URL(context.req.url).search, expected)
    const requestContext = toRequestContext(context, clock())
    const adminRole = config.identityProvider?.adminRole ?? null
    const token = await signInWithIdentity(dependencies, requestContext, identity, adminRole)
    const { principal } = context.var
    if (principal?.kind === 'person') await sessions.delete(principal.session.idHash, null)
    cookie.write(context, token)
    return context.redirect(next)
  }

  return createRouter()
    .openapi(methods, (context) => context.json({ password: true, identityProvider: identityProvider !== null }, 200))
    .openapi(start, async (context) => {
      if (!identityProvider) throw notFound()
      const { fresh, ...query } = context.req.valid('query')
      const next = toOwnPath(query.next, publicUrl)
      try {
        const { url, transaction } = await identityProvider.begin({ fresh: fresh === 'true' })
        transactionCookie.write(context, { ...transaction, next })
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
}
