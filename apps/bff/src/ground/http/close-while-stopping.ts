import type { MiddlewareHandler } from 'hono'
import type { Environment } from './environment.ts'

/** Has clients take another connection, and so another server, before this one is gone: none is reset in the middle. */
export const closeWhileStopping =
  ({ isStopping }: { isStopping: () => boolean }): MiddlewareHandler<Environment> =>
  async (context, next) => {
    await next()
    if (isStopping()) context.header('connection', 'close')
  }
