import type { Endpoint } from '@office365-email/shared/endpoint'
import type { Context } from 'hono'
import { parseOrigin } from '../parse-host.ts'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'

const safeMethods = ['GET', 'HEAD', 'OPTIONS']

function isSameOrigin(context: Context<Environment>, publicUrl: string, isOpen: boolean): boolean {
  const site = context.env.incoming.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  const origin = context.env.incoming.headers.origin
  return origin === undefined ? isOpen : parseOrigin(origin) === parseOrigin(new URL(publicUrl).origin)
}

export interface SameOriginConfig {
  publicUrl: string
  /**
   * The kind of the credentials that a request has, whether or not they are valid; null if it has none. `ambient`: the
   * browser, or the proxy of a host, adds them to every request, also to one that another site caused. `key`: only the
   * program that made the request can have added them.
   */
  credentialsOf(http: Context<Environment>): 'ambient' | 'key' | null
}

/**
 * A request that changes something with a session cookie, or with the token of the host, must come from our own pages;
 * one with a service key need not.
 * An open endpoint needs no credentials, so it also accepts a program that sends none of a browser's headers.
 */
export function requireSameOrigin(
  config: SameOriginConfig,
  http: Context<Environment>,
  endpoint: Pick<Endpoint, 'method' | 'access'> | null,
): void {
  const isOpen = endpoint?.access === 'anyone' && endpoint.method === 'POST'
  if (safeMethods.includes(http.req.method)) return
  const credentials = config.credentialsOf(http)
  const matters = credentials === 'ambient' || (credentials === null && isOpen)
  if (matters && !isSameOrigin(http, config.publicUrl, isOpen))
    throw new Problem('cross-site-request', {
      detail: 'This request did not come from a page of this server. Open the dashboard and try again there.',
    })
}
