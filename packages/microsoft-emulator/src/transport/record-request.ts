import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { RecordedRequest, Route } from '../state/recorded-request.ts'

const connectionIds = new WeakMap<Socket, number>()
let lastConnectionId = 0

/** Records a request before its body is read. */
export function recordRequest(incoming: IncomingMessage, route: Route, at: Date): RecordedRequest {
  const { path, query } = splitUrl(incoming.url ?? '/')
  let connectionId = connectionIds.get(incoming.socket)
  if (connectionId === undefined) {
    connectionId = ++lastConnectionId
    connectionIds.set(incoming.socket, connectionId)
  }
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(incoming.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : (value ?? '')
  }
  return { at, method: incoming.method ?? 'GET', path, query, headers, body: '', route, connectionId }
}

/** `URL` would read the empty first segment of `//oauth2/v2.0/token` as a host. */
export function splitUrl(url: string): { path: string; query: string } {
  const mark = url.indexOf('?')
  return mark === -1 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) }
}
