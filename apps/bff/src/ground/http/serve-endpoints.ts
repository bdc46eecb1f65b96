import type { Endpoint } from '@office365-email/shared/endpoint'
import type { ProblemSlug } from '@office365-email/shared/problem'
import type { Context, Hono, MiddlewareHandler } from 'hono'
import * as z from 'zod/mini'
import { notFound, Problem } from '../problem.ts'
import { type AccessDependencies, reachesBot, requireAccess, requirePrincipal } from './access.ts'
import { auditRefusal, type RefusalAudit } from './audit-refusal.ts'
import { type EndpointRequest, type EndpointRoute, type Reply, StreamedText } from './endpoint-route.ts'
import type { Environment } from './environment.ts'
import { methodNotAllowed } from './method-not-allowed.ts'
import { parseRequest } from './parse-request.ts'
import type { Principal } from './principal.ts'
import type { RateLimits } from './rate-limits.ts'
import { readBody, requireFittingBody } from './read-body.ts'
import { toRequestContext } from './request-context.ts'
import { requireSameOrigin, type SameOriginConfig } from './same-origin.ts'
import { saveAs } from './save-as.ts'

/** The services that endpoints need from the product that mounts them. */
export interface EndpointHost extends AccessDependencies, SameOriginConfig, RefusalAudit {
  /** Returns the caller; null for a request without credentials. Throws for credentials that are not valid. */
  authenticate(http: Context<Environment>): Promise<Principal | null>
  rateLimits: Pick<RateLimits, 'requireCaller' | 'requireBot' | 'mayRecordRefusal'>
  /** What clients write before the paths of the app, such as `/email`, because it is served below that path. */
  pathPrefix?: string
  /** Tests use this to check each response against its schema. */
  checkResponse?: ((endpoint: Endpoint, status: number, body: unknown) => void) | undefined
}

const aboutCredentials: ProblemSlug[] = ['not-signed-in', 'invalid-service-key', 'forbidden', 'sign-in-unavailable']

const ignoreInvalid = (error: unknown): null => {
  if (error instanceof Problem && aboutCredentials.includes(error.slug)) return null
  throw error
}

function identify(
  host: EndpointHost,
  http: Context<Environment>,
  endpoint: Endpoint | null,
): Promise<Principal | null> {
  const principal = host.authenticate(http)
  return endpoint?.ignoresInvalidCredentials ? principal.catch(ignoreInvalid) : principal
}

/** Checks the headers of a request, identifies the caller, and counts the request. Null: the path is no endpoint. */
async function admit(host: EndpointHost, http: Context<Environment>, endpoint: Endpoint | null): Promise<void> {
  requireSameOrigin(host, http, endpoint)
  requireFittingBody(http.env.incoming, endpoint ?? {})
  const principal = await identify(host, http, endpoint)
  http.set('principal', principal)
  const isPaced = endpoint?.rateLimit === 'lane' && principal?.kind === 'service'
  if (!isPaced) await host.rateLimits.requireCaller(principal, http.get('clientAddress'))
}

/** Also checks and counts requests for API paths that are no endpoint. */
export const admitOthers =
  (host: EndpointHost): MiddlewareHandler<Environment> =>
  async (http, next) => {
    await admit(host, http, null)
    await next()
  }

/** An endpoint without a body accepts an empty object, because some clients always send JSON. */
const noMembers = z.strictObject({})

const readQuery = ({ req }: Context<Environment>): unknown =>
  Object.fromEntries(
    Object.entries(req.queries()).map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  )

/** PostgreSQL stores no NUL, so nothing has such an ID, and no query may look for one. */
function requireStorableIds(http: Context<Environment>): void {
  if (Object.values(http.req.param()).every((id) => !id.includes('\0'))) return
  requirePrincipal(http.get('principal'))
  throw notFound()
}

/** A caller may lose a right while a long request or response is on its way. */
async function decideAgain(host: EndpointHost, http: Context<Environment>, endpoint: Endpoint): Promise<void> {
  http.set('principal', await identify(host, http, endpoint))
  await requireAccess(host, endpoint, http.get('principal'), http.req.param('botId'))
}

/** Throws if the caller no longer has everything that they had at the beginning. */
async function requireSameReach(host: EndpointHost, http: Context<Environment>, endpoint: Endpoint): Promise<void> {
  const before = http.get('principal')?.botIds ?? []
  await decideAgain(host, http, endpoint)
  const now = requirePrincipal(http.get('principal'))
  const isSame = before === 'all' ? now.botIds === 'all' : before.every((botId) => reachesBot(now, botId))
  if (!isSame) throw notFound()
}

/** Admits a request and parses it. Reads the body only after the decision that the caller may do this. */
async function receive(
  host: EndpointHost,
  basePath: string,
  http: Context<Environment>,
  endpoint: Endpoint,
  reply: Reply,
): Promise<EndpointRequest<Endpoint>> {
  await admit(host, http, endpoint)
  if (endpoint.refusesHead && http.req.method === 'HEAD') throw methodNotAllowed(['GET'])
  const { rateLimit } = endpoint
  requireStorableIds(http)
  const botId = http.req.param('botId')
  const bot = await requireAccess(host, endpoint, http.get('principal'), botId)
  if (rateLimit && rateLimit !== 'lane') await host.rateLimits.requireBot(rateLimit, botId ?? '')
  const { incoming, outgoing } = http.env
  const body = await readBody(incoming, outgoing, endpoint, () => decideAgain(host, http, endpoint))
  const request = {
    query: endpoint.query && parseRequest(endpoint.query, readQuery(http), 'query'),
    params: endpoint.params ? parseRequest(endpoint.params, http.req.param(), 'path') : http.req.param(),
    body: parseRequest(endpoint.body ?? noMembers, body),
    bot,
    principal: http.get('principal'),
    context: toRequestContext(http, host.clock()),
    basePath: `${host.pathPrefix ?? ''}${basePath}`,
    http,
    reply,
  }
  // `requireAccess` checked the principal and the bot, and the path pattern guarantees the parameters.
  return request as EndpointRequest<Endpoint>
}

/**
 * Checks the caller's rights before each further piece. If that or the reading fails, it closes the connection: Node's
 * adapter would end the response as if it were complete.
 */
async function* whileAllowed(pieces: AsyncIterable<string>, requireRights: () => Promise<void>, breakOff: () => void) {
  try {
    for await (const piece of pieces) {
      yield piece
      await requireRights()
    }
  } catch (error) {
    breakOff()
    // A right that has ended is not a fault of the server.
    if (!(error instanceof Problem)) throw error
  }
}

/** Reads the next piece only when the client has taken the one before, and ends the reading when the client leaves. */
const toBytes = (pieces: AsyncIterable<string>): ReadableStream<Uint8Array> =>
  ReadableStream.from(pieces).pipeThrough(new TextEncoderStream())

/** Headers are a plain object, because a `Headers` for each response would take Node's adapter off its fast path. */
function respond(reply: Reply, body: unknown, savedAs?: string): Response {
  if (savedAs !== undefined) saveAs(reply, savedAs)
  const { status, headers, cookies } = reply
  if (body instanceof StreamedText)
    return new Response(toBytes(body.pieces), { status, headers: { 'cache-control': 'no-store', ...headers } })
  const response =
    body === undefined || body instanceof Uint8Array
      ? new Response(body instanceof Uint8Array ? new Uint8Array(body) : null, {
          status,
          headers: { 'cache-control': 'no-store', ...headers },
        })
      : new Response(savedAs === undefined ? JSON.stringify(body) : `${JSON.stringify(body, null, 2)}\n`, {
          status,
          headers: { 'cache-control': 'no-store', 'content-type': 'application/json', ...headers },
        })
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}

/** Mounts endpoints below a path, each with the checks that its definition requires. */
export function serveEndpoints<Dependencies>(
  app: Hono<Environment>,
  basePath: string,
  routes: EndpointRoute<Dependencies>[],
  dependencies: Dependencies,
  host: EndpointHost,
): void {
  for (const { endpoint, handler } of routes) {
    const [status = 200] = Object.keys(endpoint.responses).map(Number)
    app.on(endpoint.method, `${basePath}${endpoint.path}`, async (http) => {
      const reply: Reply = { status, headers: {}, cookies: [] }
      try {
        const request = await receive(host, basePath, http, endpoint, reply)
        const body = await handler(dependencies, request)
        host.checkResponse?.(endpoint, reply.status, body)
        if (!(body instanceof StreamedText)) return respond(reply, body, endpoint.savedAs)
        const pieces = whileAllowed(
          body.pieces,
          () => requireSameReach(host, http, endpoint),
          () => http.env.outgoing.destroy?.(),
        )
        return respond(reply, new StreamedText(pieces), endpoint.savedAs)
      } catch (error) {
        await auditRefusal(host, http, endpoint, error)
        for (const cookie of reply.cookies) http.header('set-cookie', cookie, { append: true })
        throw error
      }
    })
  }
}
