import type { IncomingHttpHeaders } from 'node:http'

/** A request with its whole body, as the login and Graph handlers receive it. */
export interface MicrosoftRequest {
  method: string
  /** As sent, without the query string. */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
  /** True if the body was larger than what is kept; `body` is then only its beginning. */
  bodyTooLarge: boolean
  /** The callback runs when the exchange ends, with or without a response. */
  onEnd: (callback: () => void) => void
  /** Simulates the time that the work takes; awaited after the request is admitted. */
  pause: () => Promise<void>
}

export interface MicrosoftResponse {
  status: number
  headers: Record<string, string | string[]>
  body: string
}

export function jsonResponse(status: number, headers: MicrosoftResponse['headers'], body: object): MicrosoftResponse {
  return { status, headers, body: JSON.stringify(body) }
}
