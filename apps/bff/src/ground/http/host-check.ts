import type { IncomingMessage } from 'node:http'
import { isLoopback } from '../is-loopback.ts'
import { parseHost } from '../parse-host.ts'
import { readHeader } from './raw-headers.ts'

/** A request may name its host in `Host` and, in the absolute form that proxies use, in its target. */
function namedHosts(request: IncomingMessage): string[] {
  const { url = '' } = request
  // `headers.host` is already in the adapter's spelling, without the port of http.
  const host = readHeader(request, 'host') ?? ''
  if (url.startsWith('/')) return [host]
  const [, ofTarget] = /^https?:\/\/([^/?#]*)/i.exec(url) ?? []
  return ofTarget === undefined ? [host] : [host, ofTarget]
}

/** Says whether a request names this server, so that another site cannot reach it through DNS rebinding. */
export function createHostCheck(config: { publicUrl: string; host: string }): (request: IncomingMessage) => boolean {
  const { protocol, host } = new URL(config.publicUrl)
  const ownHost = parseHost(host, protocol)?.host
  const bindsLoopback = isLoopback(config.host)
  const isOwnHost = (text: string): boolean => {
    if (text === ownHost) return true
    const named = parseHost(text, protocol)
    return named !== null && (named.host === ownHost || (bindsLoopback && isLoopback(named.hostname)))
  }
  return (request) => namedHosts(request).every(isOwnHost)
}
