import { randomUUID } from 'node:crypto'
import type { MicrosoftRequest } from '../transport/request-and-response.ts'

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Returns the caller's `client-request-id` (query, header or form field), or a new one. */
export function readCorrelationId(request: MicrosoftRequest): string {
  const header = request.headers['client-request-id']
  const given = request.query.get('client-request-id') ?? (typeof header === 'string' ? header : null)
  const sent = given ?? new URLSearchParams(request.body.toString('utf8')).get('client-request-id')
  return sent !== null && guid.test(sent) ? sent : randomUUID()
}
