import type { ServerResponse } from 'node:http'
import type { MicrosoftResponse } from './request-and-response.ts'

export function writeResponse(outgoing: ServerResponse, { status, headers, body }: MicrosoftResponse): void {
  if (outgoing.destroyed) return
  outgoing.statusCode = status
  for (const [name, value] of Object.entries(headers)) outgoing.setHeader(name, value)
  outgoing.end(body)
}
