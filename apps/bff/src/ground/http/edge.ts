import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Logger } from 'pino'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'
import { respondWithProblem } from './error-handler.ts'
import { createHostCheck } from './host-check.ts'
import { beginRequest } from './request-context.ts'
import { type SecuritySettings, securityHeaders } from './security-headers.ts'

export interface EdgeSettings {
  config: SecuritySettings & { host: string; trustedProxyHops: number }
  /** Paths that accept every host name, because they show nothing that another site could use. */
  openPaths: readonly string[]
  isStopping: () => boolean
  logger: Logger
  metrics: { response(status: number): void }
}

/** The pattern of the route, of which there are only some; never the path that the client chose. */
function routeOf(http: Context<Environment>): string {
  const routes = matchedRoutes(http)
  const own = routes.find(({ method, path }) => method !== 'ALL' && path !== '/*')
  // Only the refusal of other methods handles all methods of a path.
  return (own ?? routes.find(({ path }) => !path.includes('*')))?.path ?? 'none'
}

/**
 * What every request passes, in one function: its ID and its client's address, the security headers, the host name, and
 * one line of the log, which never has the query, headers or body.
 */
export function edge({ config, openPaths, isStopping, logger, metrics }: EdgeSettings): MiddlewareHandler<Environment> {
  const headers = securityHeaders(config)
  const isOwnHost = createHostCheck(config)

  function findFault(http: Context<Environment>): Problem | null {
    const { incoming, outgoing } = http.env
    if (outgoing.refusal) return outgoing.refusal
    if (openPaths.includes(http.req.path) || isOwnHost(incoming)) return null
    return new Problem('forbidden', {
      detail: 'This server does not serve that host name. Use the host and port of PUBLIC_URL.',
    })
  }

  return async (http, next) => {
    const startedAt = performance.now()
    const { outgoing } = http.env
    const requestId = beginRequest(http, config.trustedProxyHops)
    outgoing.prepared = { ...headers, 'x-request-id': requestId }
    const fault = findFault(http)
    if (fault) http.res = respondWithProblem(http, fault)
    else await next()
    // Before this server stops, it makes clients open new connections, which lead to another server: no request is cut off.
    // After a refusal, it is not certain where the request ends and the next one begins.
    if (outgoing.refusal || isStopping()) outgoing.prepared = { ...outgoing.prepared, connection: 'close' }
    const { status } = http.res
    metrics.response(status)
    logger.info(
      {
        requestId,
        // What is not valid HTTP may have no method.
        method: http.env.incoming.method,
        route: outgoing.refusal ? 'none' : routeOf(http),
        status,
        milliseconds: Math.round(performance.now() - startedAt),
        problem: outgoing.refusal?.slug,
        asker: http.get('principal')?.kind,
      },
      'request',
    )
  }
}
