import { randomUUID } from 'node:crypto'
import { isIP, isIPv4 } from 'node:net'
import type { ActorReference } from '@office365-email/shared/actor-reference'
import type { Context } from 'hono'
import { createRequestContext, type RequestContext } from '../request-context.ts'
import type { Environment } from './environment.ts'
import type { Principal } from './principal.ts'

const mappedIpv4 = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/

/** What proxies write: an address, in brackets or quotation marks, with a port. IPv6 has brackets if it has a port. */
const written = /^"?(?:\[([^\]]*)\]|([\d.]+))(?::[\w.-]*)?"?$/

/** Returns one form for each address, since limits count by it. An IPv4-mapped IPv6 address becomes IPv4. */
function toAddress(text: string | undefined): string | null {
  if (text === undefined || isIPv4(text)) return text ?? null
  const trimmed = text.trim()
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
  const { headers, socket } = context.env.incoming
  const direct = toAddress(socket.remoteAddress)
  if (trustedProxyHops === 0) return direct
  const hops = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .filter((hop) => hop.trim() !== '')
  if (hops.length < trustedProxyHops) return direct
  const addresses = hops.slice(-trustedProxyHops).map(toAddress)
  return addresses.find((address) => address !== null) ?? direct
}

/** Gives a request its ID, and finds the address of its client. The caller is not identified yet. */
export function beginRequest(http: Context<Environment>, trustedProxyHops: number): string {
  const requestId = randomUUID()
  http.set('requestId', requestId)
  http.set('clientAddress', readClientAddress(http, trustedProxyHops))
  http.set('principal', null)
  return requestId
}

const anonymous: ActorReference = { kind: 'person', id: 'anonymous', name: 'not signed in' }

function actorOf(principal: Principal | null): ActorReference {
  if (principal === null) return anonymous
  const { kind, id, name } = principal
  return { kind: kind === 'service' ? 'service-key' : kind, id, name }
}

/** The part of the request that verbs need. */
export function toRequestContext(context: Context<Environment>, now: Date): RequestContext {
  const request = { requestId: context.get('requestId'), ip: context.get('clientAddress') }
  return createRequestContext(actorOf(context.get('principal')), now, request)
}
