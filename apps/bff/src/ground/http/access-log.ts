import type { MiddlewareHandler } from 'hono'
import { matchedRoutes } from 'hono/route'
import type { Logger } from 'pino'
import type { Environment } from './environment.ts'

/** Logs one line for each request: the route's pattern, never the query, headers or body. */
export const accessLog =
  (logger: Logger): MiddlewareHandler<Environment> =>
  async (context, next) => {
    const startedAt = performance.now()
    await next()
    const milliseconds = Math.round(performance.now() - startedAt)
    const route = matchedRoutes(context).find(({ method }) => method !== 'ALL')?.path ?? 'none'
    logger.info(
      {
        requestId: context.get('requestId'),
        method: context.req.method,
        route,
        status: context.res.status,
        milliseconds,
        asker: context.get('principal')?.kind,
      },
      'request',
    )
  }
