import type { IncomingHttpHeaders } from 'node:http'

/** A request with its whole body, as the login and Graph code sees it. */
export interface MicrosoftRequest {
  method: string
  /** As sent, without the query string. */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  body: Buffer
  /** More came than is ever kept; `body` then holds its beginning. */
  bodyTooLarge: boolean
  /** Called when the exchange is over, answered or not. */
  onEnd: (callback: () => void) => void
  /** Time that the work takes; awaited once the request was admitted. */
  pause: () => Promise<void>
}

export interface Answer {
  status: number
  headers: Record<string, string | string[]>
  body: string
}

export function jsonAnswer(status: number, headers: Answer['headers'], body: object): Answer {
  return { status, headers, body: JSON.stringify(body) }
}
