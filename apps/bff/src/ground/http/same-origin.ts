import type { Context, MiddlewareHandler } from 'hono'
import { isLoopback } from '../is-loopback.ts'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'

const safeMethods = ['GET', 'HEAD', 'OPTIONS']
/** No cookie stands behind these: a program without browser headers may call them. */
const openRoutes = [
  '/api/v1/session',
  '/api/v1/set-up',
  '/api/v1/intake/read',
  '/api/v1/intake/same-application',
  '/api/v1/intake/submit',
]

const hostOf = (header: string): { host: string; hostname: string } | null => {
  const url = `http://${header}`
  if (/[/@?#\\]/.test(header) || !URL.canParse(url)) return null
  const { host, hostname } = new URL(url)
  return { host, hostname }
}

/** Refuses names that are not this server's own: a foreign one would end up in links, or lead a browser here by DNS. */
export function requireHost(config: { publicUrl: string; host: string }): MiddlewareHandler<Environment> {
  const ownHost = new URL(config.publicUrl).host
  const bindsLoopback = isLoopback(config.host)
  const isAnswered = (header: string): boolean => {
    if (header === ownHost) return true
    const asked = hostOf(header)
    return asked !== null && (asked.host === ownHost || (bindsLoopback && isLoopback(asked.hostname)))
  }
  return (context, next) => {
    if (!isAnswered(context.req.header('host') ?? ''))
      throw new Problem('forbidden', { detail: 'This server does not answer for that host name.' })
    return next()
  }
}

function isSameOrigin(context: Context<Environment>, publicUrl: string, isOpen: boolean): boolean {
  const site = context.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin'
  const origin = context.req.header('origin')
  return origin === undefined ? isOpen : origin === publicUrl
}

/** A request that changes something by the power of a cookie comes from our own pages. A bearer key needs none of it. */
export const requireSameOrigin =
  (publicUrl: string, hasCookie: (context: Context<Environment>) => boolean): MiddlewareHandler<Environment> =>
  (context, next) => {
    const { method, path } = context.req
    const isOpen = method === 'POST' && openRoutes.includes(path)
    const hasBearer = context.req.header('authorization') !== undefined
    const matters = !safeMethods.includes(method) && !hasBearer && (isOpen || hasCookie(context))
    if (matters && !isSameOrigin(context, publicUrl, isOpen))
      throw new Problem('cross-site-request', {
        detail: 'This request did not come from the pages of this server. Open the dashboard and try there.',
      })
    return next()
  }
