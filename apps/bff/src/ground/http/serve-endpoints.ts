import type { Endpoint } from '@office365-email/shared/endpoint'
import type { Context, Hono, MiddlewareHandler } from 'hono'
import * as z from 'zod/mini'
import { type AccessDependencies, requireAccess } from './access.ts'
import { auditRefusal, type RefusalAudit } from './audit-refusal.ts'
import type { EndpointRequest, EndpointRoute, Reply } from './endpoint-route.ts'
import type { Environment } from './environment.ts'
import { methodNotAllowed } from './method-not-allowed.ts'
import { parseRequest } from './parse-request.ts'
import type { Principal } from './principal.ts'
import type { RateLimits } from './rate-limits.ts'
import { readBody, requireFittingBody } from './read-body.ts'
import { toRequestContext } from './request-context.ts'
import { requireSameOrigin, type SameOriginConfig } from './same-origin.ts'

/** The services that endpoints need from the product that mounts them. */
export interface EndpointHost extends AccessDependencies, SameOriginConfig, RefusalAudit {
  /** Returns the caller; null for a request without credentials. Throws for credentials that are not valid. */
  authenticate(http: Context<Environment>): Promise<Principal | null>
  rateLimits: Pick<RateLimits, 'requireCaller' | 'requireBot' | 'mayRecordRefusal'>
  /** Tests use this to check each response against its schema. */
  checkResponse?: ((endpoint: Endpoint, status: number, body: unknown) => void) | undefined
}

/** Checks the headers of a request, identifies the caller, and counts the request. Null: the path is no endpoint. */
async function admit(host: EndpointHost, http: Context<Environment>, endpoint: Endpoint | null): Promise<void> {
  requireSameOrigin(host, http, endpoint)
  requireFittingBody(http.env.incoming, endpoint ?? {})
  const principal = await host.authenticate(http)
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
  const botId = http.req.param('botId')
  const bot = await requireAccess(host, endpoint, http.get('principal'), botId)
  if (rateLimit && rateLimit !== 'lane') await host.rateLimits.requireBot(rateLimit, botId ?? '')
  const decideAgain = async () => {
    http.set('principal', await host.authenticate(http))
    await requireAccess(host, endpoint, http.get('principal'), botId)
  }
  const { incoming, outgoing } = http.env
  const body = await readBody(incoming, outgoing, endpoint, decideAgain)
  const request = {
    query: endpoint.query && parseRequest(endpoint.query, readQuery(http), 'query'),
    params: endpoint.params ? parseRequest(endpoint.params, http.req.param(), 'path') : http.req.param(),
    body: parseRequest(endpoint.body ?? noMembers, body),
    bot,
    principal: http.get('principal'),
    context: toRequestContext(http, host.clock()),
    basePath,
    http,
    reply,
  }
  // `requireAccess` checked the principal and the bot, and the path pattern guarantees the parameters.
  return request as EndpointRequest<Endpoint>
}

/** Headers are a plain object, because a `Headers` for each response would take Node's adapter off its fast path. */
function respond({ status, headers, cookies }: Reply, body: unknown): Response {
  const response =
    body === undefined
      ? new Response(null, { status, headers: { 'cache-control': 'no-store', ...headers } })
      : new Response(JSON.stringify(body), {
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
        return respond(reply, body)
      } catch (error) {
        await auditRefusal(host, http, endpoint, error)
        for (const cookie of reply.cookies) http.header('set-cookie', cookie, { append: true })
        throw error
      }
    })
  }
}
