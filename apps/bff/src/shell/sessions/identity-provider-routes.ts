import { sessionEndpoints } from '@office365-email/shared/endpoints/session'
import type { SignInFailure } from '@office365-email/shared/session'
import type { Context } from 'hono'
import type { AuditStore } from '../../ground/audit/audit-store.ts'
import { basePathOf } from '../../ground/http/base-path.ts'
import { type EndpointRequest, type EndpointRoute, handle, type Reply } from '../../ground/http/endpoint-route.ts'
import type { Environment } from '../../ground/http/environment.ts'
import { notFound, Problem } from '../../ground/problem.ts'
import { isLinked } from '../people/person.ts'
import type { PersonStore } from '../people/person-store.ts'
import type { IdentityProvider } from './identity-provider.ts'
import { linkIdentity, unlinkIdentity } from './link-identity.ts'
import { type LocalSignInSettings, requireLocalSignIn } from './local-sign-in.ts'
import { absoluteMs, sessionIdOf } from './session.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { SessionStore } from './session-store.ts'
import { SignInRefusal } from './sign-in-refusal.ts'
import { type SignInTransaction, type SignInTransactionCookie, toOwnPath } from './sign-in-transaction-cookie.ts'
import { signInWithIdentity } from './sign-in-with-identity.ts'
import { readSignedInPerson, requirePerson } from './signed-in-person.ts'

export interface Dependencies {
  config: LocalSignInSettings & {
    publicUrl: string
    identityProvider: { adminRole: string | null } | null
    shell: 'on' | 'off'
    hostSignIn: { signInUrl: string | null } | null
  }
  identityProvider: IdentityProvider | null
  people: PersonStore
  sessions: SessionStore
  audit: AuditStore
  cookie: SessionCookie
  transactionCookie: SignInTransactionCookie
}

/** A browser goes to the sign-in page, which explains the failure; a program gets the problem. */
const wantsPage = (context: Context<Environment>) => (context.req.header('accept') ?? '').includes('text/html')

const failureOf = (error: Problem): SignInFailure =>
  error instanceof SignInRefusal ? error.failure : 'identity-provider'

/** The longest life of a session. With a `max_age`, the provider has to say when the person signed in there. */
const maxAgeSeconds = absoluteMs / 1_000

type Request = Pick<
  EndpointRequest<typeof sessionEndpoints.finishIdentitySignIn>,
  'principal' | 'context' | 'http' | 'reply'
>

function redirect(reply: Reply, address: string): void {
  reply.headers['location'] = address
}

/** Redirects to a path of the pages. */
function redirectToPage({ config }: Dependencies, reply: Reply, path: string): void {
  redirect(reply, `${basePathOf(config.publicUrl)}${path}`)
}

/** Without the shell, there is no sign-in page: every page explains the failure itself. */
function withFailure(next: string, failed: SignInFailure): string {
  const [path = '', hash] = next.split('#')
  return `${path}${path.includes('?') ? '&' : '?'}failed=${failed}${hash === undefined ? '' : `#${hash}`}`
}

/** Redirects to the sign-in page, and keeps the page that the person wanted to open. */
function fail(dependencies: Dependencies, { http, reply }: Request, error: unknown, next = '/'): void {
  if (!(error instanceof Problem) || !wantsPage(http)) throw error
  const failed = failureOf(error)
  const query = new URLSearchParams({ failed, ...(next !== '/' && { next }) })
  const { shell } = dependencies.config
  redirectToPage(dependencies, reply, shell === 'off' ? withFailure(next, failed) : `/sign-in?${query.toString()}`)
}

async function begin(
  { transactionCookie }: Dependencies,
  provider: IdentityProvider,
  { context, reply }: Request,
  asked: Pick<SignInTransaction, 'next' | 'isFresh' | 'linkTo'>,
): Promise<URL> {
  const { url, transaction } = await provider.begin({ maxAgeSeconds: asked.isFresh ? 0 : maxAgeSeconds })
  transactionCookie.write(reply, { ...transaction, ...asked, begunAt: context.now.getTime() })
  return url
}

/**
 * The browser can change the transaction cookie, so only the session itself proves who links, and how fresh the sign-in
 * is.
 */
function requireLinking({ principal, context }: Request, linkTo: string): string {
  const signedIn = readSignedInPerson(principal)
  if (signedIn && sessionIdOf(signedIn.session) === linkTo && signedIn.isFresh(context.now.getTime()))
    return signedIn.id
  throw new SignInRefusal('not-linked')
}

/**
 * Returns the page to continue with. A new sign-in gets a new session, so that a cookie that an attacker planted before
 * it is useless.
 */
async function finish(
  dependencies: Dependencies,
  provider: IdentityProvider,
  request: Request,
  transaction: SignInTransaction | null,
): Promise<string> {
  if (!transaction)
    throw new Problem('not-signed-in', { detail: 'This sign-in did not start in this browser. Start it again.' })
  const { next, isFresh: mustBeFresh, begunAt, linkTo, ...expected } = transaction
  const { principal, context, http, reply } = request
  const identity = await provider.finish(new URL(http.req.url).search, expected)
  if (linkTo !== null) {
    await linkIdentity(dependencies, context, requireLinking(request, linkTo), identity)
    return next
  }
  const token = await signInWithIdentity(dependencies, context, identity, {
    adminRole: dependencies.config.identityProvider?.adminRole ?? null,
    freshSince: mustBeFresh ? begunAt : null,
  })
  const before = readSignedInPerson(principal)
  if (before) await dependencies.sessions.delete(before.session.idHash, null)
  dependencies.cookie.write(reply, token)
  return next
}

export const identityProviderRoutes: EndpointRoute<Dependencies>[] = [
  handle(sessionEndpoints.readSignInMethods, ({ identityProvider, config }) => ({
    password: config.localSignIn,
    identityProvider: identityProvider !== null,
    hostSignInUrl: config.hostSignIn?.signInUrl ?? null,
  })),

  handle(sessionEndpoints.beginIdentitySignIn, async (dependencies, request) => {
    const { identityProvider } = dependencies
    if (!identityProvider) throw notFound()
    const next = toOwnPath(request.query.next)
    const isFresh = request.query.fresh === 'true'
    try {
      const url = await begin(dependencies, identityProvider, request, { next, isFresh, linkTo: null })
      redirect(request.reply, url.href)
    } catch (error) {
      fail(dependencies, request, error, next)
    }
  }),

  handle(sessionEndpoints.finishIdentitySignIn, async (dependencies, request) => {
    const { identityProvider, transactionCookie } = dependencies
    if (!identityProvider) throw notFound()
    const transaction = transactionCookie.take(request.http, request.reply)
    try {
      redirectToPage(dependencies, request.reply, await finish(dependencies, identityProvider, request, transaction))
    } catch (error) {
      fail(dependencies, request, error, transaction?.next)
    }
  }),

  handle(sessionEndpoints.readIdentityLink, ({ config }, { principal }) => {
    const { person } = requirePerson(principal)
    return { linked: isLinked(person), hasPassword: config.localSignIn && person.passwordHash !== null }
  }),

  handle(sessionEndpoints.beginIdentityLink, async (dependencies, request) => {
    const { identityProvider } = dependencies
    if (!identityProvider) throw notFound()
    const linkTo = sessionIdOf(requirePerson(request.principal).session)
    const next = toOwnPath(request.body.next)
    const url = await begin(dependencies, identityProvider, request, { next, isFresh: true, linkTo })
    return { url: url.href }
  }),

  handle(sessionEndpoints.unlinkIdentity, async (dependencies, { principal, context }) => {
    const { person } = requirePerson(principal)
    requireLocalSignIn(dependencies.config)
    await unlinkIdentity(dependencies, context, person.id)
  }),
]
