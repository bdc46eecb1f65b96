import { randomUUID } from 'node:crypto'
import { isIP } from 'node:net'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { ActorReference } from '@office365-email/shared/actor-reference'
import type { Context, MiddlewareHandler } from 'hono'
import { createRequestContext, type RequestContext } from '../request-context.ts'
import type { Environment } from './environment.ts'
import type { Principal } from './principal.ts'

const mappedIpv4 = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/

/** What proxies write: an address, in brackets or quotation marks, with a port. IPv6 has brackets if it has a port. */
const written = /^"?(?:\[([^\]]*)\]|([\d.]+))(?::[\w.-]*)?"?$/

/** Returns one form for each address, since limits count by it. An IPv4-mapped IPv6 address becomes IPv4. */
function toAddress(text: string | undefined): string | null {
  const trimmed = (text ?? '').trim()
  const [, ipv6, ipv4] = written.exec(trimmed) ?? []
  // After the percent sign is the zone: an interface of the proxy.
  const [address = ''] = (ipv6 ?? ipv4 ?? trimmed.replaceAll('"', '')).trim().split('%')
  if (isIP(address) !== 6) return isIP(address) ? address : null
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [, high, low] = mappedIpv4.exec(canonical) ?? []
  if (high === undefined || low === undefined) return canonical
  const [one, other] = [Number.parseInt(high, 16), Number.parseInt(low, 16)]
  return [one >> 8, one & 255, other >> 8, other & 255].join('.')
}

/**
 * The client address that the outermost trusted proxy saw. The operator sets the number of trusted proxies. Each adds
 * its client at the end of `X-Forwarded-For`; what is before those entries was written by the client. If a proxy hides
 * its client (`unknown`), the nearest address after it counts. `Forwarded` is not read: a proxy that adds only to
 * `X-Forwarded-For` would pass on what the client wrote there.
 */
function readClientAddress(context: Context<Environment>, trustedProxyHops: number): string | null {
  const direct = context.env.incoming ? toAddress(getConnInfo(context).remote.address) : null
  if (trustedProxyHops === 0) return direct
  const hops = (context.req.header('x-forwarded-for') ?? '').split(',').filter((hop) => hop.trim() !== '')
  if (hops.length < trustedProxyHops) return direct
  const addresses = hops.slice(-trustedProxyHops).map(toAddress)
  return addresses.find((address) => address !== null) ?? direct
}

export const requestContext =
  (trustedProxyHops: number): MiddlewareHandler<Environment> =>
  (context, next) => {
    const requestId = randomUUID()
    context.set('requestId', requestId)
    context.set('clientAddress', readClientAddress(context, trustedProxyHops))
    context.set('principal', null)
    context.header('x-request-id', requestId)
    return next()
  }

const anonymous: ActorReference = { kind: 'person', id: 'anonymous', name: 'not signed in' }

function actorOf(principal: Principal | null): ActorReference {
  if (principal === null) return anonymous
  const { kind, id, name } = principal
  return { kind: kind === 'service' ? 'service-key' : kind, id, name }
}

/** The part of the request that verbs need. */
export function toRequestContext(context: Context<Environment>, now: Date): RequestContext {
  const { principal, requestId, clientAddress } = context.var
  return createRequestContext(actorOf(principal), now, { requestId, ip: clientAddress })
}
