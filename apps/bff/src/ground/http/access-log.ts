import type { Context, MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Logger } from 'pino'
import type { Environment } from './environment.ts'

/** The pattern of the route, of which there are only some; never the path that the client chose. */
function routeOf(context: Context<Environment>): string {
  if (context.env.refusal) return 'none'
  const routes = matchedRoutes(context)
  const own = routes.find(({ method, path }) => method !== 'ALL' && path !== '/*')
  // Only the refusal of other methods handles all methods of a path.
  return (own ?? routes.find(({ path }) => !path.includes('*')))?.path ?? 'none'
}

/** Logs one line for each request, never with the query, headers or body, and counts its status. */
export const accessLog =
  (logger: Logger, metrics: { response(status: number): void }): MiddlewareHandler<Environment> =>
  async (context, next) => {
    const startedAt = performance.now()
    await next()
    const { incoming, refusal } = context.env
    metrics.response(context.res.status)
    logger.info(
      {
        requestId: context.get('requestId'),
        // What is not valid HTTP may have no method.
        method: incoming || !refusal ? context.req.method : undefined,
        route: routeOf(context),
        status: context.res.status,
        milliseconds: Math.round(performance.now() - startedAt),
        problem: refusal?.slug,
        asker: context.get('principal')?.kind,
      },
      'request',
    )
  }
