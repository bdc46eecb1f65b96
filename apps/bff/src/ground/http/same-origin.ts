import type { Endpoint } from '@office365-email/shared/endpoint'
import type { Context, MiddlewareHandler } from 'hono'
import { isLoopback } from '../is-loopback.ts'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'

const safeMethods = ['GET', 'HEAD', 'OPTIONS']

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

export interface SameOriginConfig {
  publicUrl: string
  hasCookie(http: Context<Environment>): boolean
}

/**
 * A request that changes something with a cookie's rights has to come from our own pages; one with a bearer key does not.
 * Anyone may post to an open endpoint: no cookie is needed, so that a program without a browser's headers passes as well.
 */
export function requireSameOrigin(
  config: SameOriginConfig,
  http: Context<Environment>,
  endpoint: Pick<Endpoint, 'method' | 'access'> | null,
): void {
  const isOpen = endpoint?.access === 'anyone' && endpoint.method === 'POST'
  const hasBearer = http.req.header('authorization') !== undefined
  const matters = !safeMethods.includes(http.req.method) && !hasBearer && (isOpen || config.hasCookie(http))
  if (matters && !isSameOrigin(http, config.publicUrl, isOpen))
    throw new Problem('cross-site-request', {
      detail: 'This request did not come from the pages of this server. Open the dashboard and try there.',
    })
}
