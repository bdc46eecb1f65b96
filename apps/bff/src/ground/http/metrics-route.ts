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

const passedOn = /^(x-forwarded-.*|forwarded|via|x-real-ip)$/i

const digest = (text: string) => createHash('sha256').update(text).digest()

function isAllowed(context: Context<Environment>, { host, metricsToken }: Dependencies['config']): boolean {
  const [, presented] = /^Bearer +(\S+)$/i.exec(context.req.header('authorization') ?? '') ?? []
  if (metricsToken && presented && timingSafeEqual(digest(presented), digest(metricsToken.reveal()))) return true
  // A request that a proxy on this machine forwards comes from another machine.
  const isPassedOn = Object.keys(context.req.header()).some((name) => passedOn.test(name))
  return isLoopback(host) && !isPassedOn
}

/** Open while the server listens only on loopback. Otherwise, a request needs `METRICS_TOKEN` as bearer token. */
export const serveMetrics =
  ({ config, metrics }: Dependencies): MiddlewareHandler<Environment> =>
  async (context) => {
    if (!isAllowed(context, config))
      throw new Problem('not-signed-in', {
        detail: config.metricsToken
          ? 'Send the value of METRICS_TOKEN as: Authorization: Bearer <token>'
          : 'Only programs on the machine of the server may read this without a token. Set METRICS_TOKEN on the server, then send its value as: Authorization: Bearer <token>',
      })
    const { text, contentType } = await metrics.render()
    return context.body(text, 200, { 'content-type': contentType, 'cache-control': 'no-store' })
  }
