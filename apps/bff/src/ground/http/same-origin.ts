import type { Endpoint } from '@office365-email/shared/endpoint'
import type { Context, MiddlewareHandler } from 'hono'
import { isLoopback } from '../is-loopback.ts'
import { parseHost, parseOrigin } from '../parse-host.ts'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'

const safeMethods = ['GET', 'HEAD', 'OPTIONS']

/** A request may name its host in `Host` and, in the absolute form that proxies use, in its target. */
function namedHosts({ req, env }: Context<Environment>): string[] {
  const [, ofTarget] = /^https?:\/\/([^/?#]*)/i.exec(env.incoming?.url ?? '') ?? []
  return [req.header('host') ?? '', ...(ofTarget === undefined ? [] : [ofTarget])]
}

/** Refuses foreign host names, so that another site cannot reach this server through DNS rebinding. */
export function requireHost(config: { publicUrl: string; host: string }): MiddlewareHandler<Environment> {
  const { protocol, host } = new URL(config.publicUrl)
  const ownHost = parseHost(host, protocol)?.host
  const bindsLoopback = isLoopback(config.host)
  const isOwnHost = (text: string): boolean => {
    const named = parseHost(text, protocol)
    return named !== null && (named.host === ownHost || (bindsLoopback && isLoopback(named.hostname)))
  }
  return (context, next) => {
    if (!namedHosts(context).every(isOwnHost))
      throw new Problem('forbidden', {
        detail: 'This server does not serve that host name. Use the host and port of PUBLIC_URL.',
      })
    return next()
  }
}

function isSameOrigin(context: Context<Environment>, publicUrl: string, isOpen: boolean): boolean {
  const site = context.req.header('sec-fetch-site')
  if (site !== undefined) return site === 'same-origin'
  const origin = context.req.header('origin')
  return origin === undefined ? isOpen : parseOrigin(origin) === parseOrigin(publicUrl)
}

export interface SameOriginConfig {
  publicUrl: string
  hasCookie(http: Context<Environment>): boolean
}

/**
 * A request that changes something with a session cookie must come from our own pages; one with a bearer key need not.
 * An open endpoint needs no cookie, so it also accepts a program that sends none of a browser's headers.
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
      detail: 'This request did not come from a page of this server. Open the dashboard and try again there.',
    })
}
