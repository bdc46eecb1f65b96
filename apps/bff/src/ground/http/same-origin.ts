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
  const hasBearer = http.env.incoming.headers.authorization !== undefined
  const matters = !safeMethods.includes(http.req.method) && !hasBearer && (isOpen || config.hasCookie(http))
  if (matters && !isSameOrigin(http, config.publicUrl, isOpen))
    throw new Problem('cross-site-request', {
      detail: 'This request did not come from a page of this server. Open the dashboard and try again there.',
    })
}
