import type { MiddlewareHandler } from 'hono'
import type { Environment } from './environment.ts'

/** Makes clients open a new connection, and so reach another server, before this one stops: no request is cut off. */
export const closeWhileStopping =
  ({ isStopping }: { isStopping: () => boolean }): MiddlewareHandler<Environment> =>
  async (context, next) => {
    await next()
    if (isStopping()) context.header('connection', 'close')
  }
