import { isGraphErrorName } from '../errors/graph-errors.ts'
import { makeGraphIds } from '../graph/graph-headers.ts'
import { GraphRefusal } from '../graph/graph-refusal.ts'
import { presentGraphError } from '../graph/present-graph-error.ts'
import { presentTokenError } from '../login/present-token-error.ts'
import { readCorrelationId } from '../login/read-correlation-id.ts'
import { TokenRefusal } from '../login/token-refusal.ts'
import type { Fault } from '../state/fault.ts'
import type { MicrosoftRequest, MicrosoftResponse } from '../transport/request-and-response.ts'

const proxyPage =
  '<!DOCTYPE html><html><head><title>Access denied</title></head><body><h1>Web gateway</h1><p>This request was blocked by your organization.</p></body></html>'

/** The response that replaces Microsoft's; undefined for faults that need the connection or Microsoft's own response. */
export function makeFaultResponse(fault: Fault, request: MicrosoftRequest, now: Date): MicrosoftResponse | undefined {
  const text = { 'Content-Type': 'text/plain' }
  switch (fault.kind) {
    case undefined:
    case 'answer': {
      const isText = typeof fault.body === 'string' || fault.body === undefined
      const type: Record<string, string> = isText ? {} : { 'Content-Type': 'application/json' }
      const body =
        typeof fault.body === 'string' ? fault.body : fault.body === undefined ? '' : JSON.stringify(fault.body)
      return { status: fault.status, headers: { ...type, ...fault.headers }, body }
    }
    case 'microsoft-error':
      return presentMicrosoftError(fault.error, fault.on, request, now)
    case 'throttle': {
      const headers = presentRetryAfter(fault, now)
      // Entra was seen to return 429 in plain text; Graph returns JSON.
      if (fault.on !== 'sendMail')
        return { status: fault.status ?? 429, headers: { ...text, ...headers }, body: 'Too Many Requests' }
      const error = fault.status === 503 ? 'serviceNotAvailable' : 'mailboxConcurrencyLimit'
      const response = presentGraphError(new GraphRefusal(error), makeGraphIds(request), now)
      return { ...response, headers: { ...response.headers, ...headers } }
    }
    case 'html':
      return { status: fault.status ?? 200, headers: { 'Content-Type': 'text/html; charset=utf-8' }, body: proxyPage }
    case 'timeout-but-delivered':
      return presentGraphError(new GraphRefusal('gatewayTimeout'), makeGraphIds(request), now)
    case 'redirect':
      return {
        status: fault.status ?? 302,
        headers: { Location: fault.location ?? 'https://proxy.example/login' },
        body: '',
      }
    case 'empty':
      return { status: fault.status ?? 200, headers: { 'Content-Length': '0' }, body: '' }
    default:
      return undefined
  }
}

function presentMicrosoftError(
  error: Extract<Fault, { kind: 'microsoft-error' }>['error'],
  on: Fault['on'],
  request: MicrosoftRequest,
  now: Date,
): MicrosoftResponse {
  if (isGraphErrorName(error)) return presentGraphError(new GraphRefusal(error), makeGraphIds(request), now)
  const endpoint = on === 'oidc' ? 'oidc' : 'token'
  return presentTokenError(new TokenRefusal(error), { at: now, correlationId: readCorrelationId(request), endpoint })
}

function presentRetryAfter(
  { retryAfter = 30, as = 'seconds', headerName = 'Retry-After' }: Extract<Fault, { kind: 'throttle' }>,
  now: Date,
): Record<string, string> {
  if (retryAfter === null) return {}
  if (as === 'date' && typeof retryAfter === 'number') {
    return { [headerName]: new Date(now.getTime() + retryAfter * 1000).toUTCString() }
  }
  return { [headerName]: String(retryAfter) }
}
