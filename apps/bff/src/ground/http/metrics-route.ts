import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { isLoopback } from '../is-loopback.ts'
import { Problem } from '../problem.ts'
import type { Secret } from '../secrets/secret.ts'
import type { Environment } from './environment.ts'

interface Dependencies {
  config: { host: string; metricsToken: Secret | null }
  metrics: { render(): Promise<{ text: string; contentType: string }> }
}

const digest = (text: string) => createHash('sha256').update(text).digest()

function isAllowed(context: Context<Environment>, { host, metricsToken }: Dependencies['config']): boolean {
  const [, presented] = /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '') ?? []
  if (metricsToken && presented && timingSafeEqual(digest(presented), digest(metricsToken.reveal()))) return true
  // A request that a proxy on this machine forwards comes from another machine.
  const isPassedOn = context.req.header('x-forwarded-for') ?? context.req.header('forwarded')
  return isLoopback(host) && isPassedOn === undefined
}

/** Open while the server listens only on loopback. Otherwise, a request needs `METRICS_TOKEN` as bearer token. */
export const serveMetrics =
  ({ config, metrics }: Dependencies): MiddlewareHandler<Environment> =>
  async (context) => {
    if (!isAllowed(context, config))
      throw new Problem('not-signed-in', { detail: 'Present METRICS_TOKEN as: Authorization: Bearer …' })
    const { text, contentType } = await metrics.render()
    return context.body(text, 200, { 'content-type': contentType, 'cache-control': 'no-store' })
  }
