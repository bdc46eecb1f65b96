import type { GraphErrorName } from '../errors/graph-errors.ts'
import type { TokenErrorCode } from '../errors/token-errors.ts'
import type { RecordedRequest } from './recorded-request.ts'

/** Which requests a fault affects, and how many. */
export interface FaultTarget {
  on: 'oidc' | 'token' | 'sendMail'
  /** 1 by default; `failAlways` ignores it. */
  times?: number
  /** A function, or a string that equals a path segment (mailbox, tenant) or the form's `client_id`. */
  match?: string | ((request: RecordedRequest) => boolean)
  /** sendMail only: the message is handled and kept first; then the fault hides the response. */
  delivered?: boolean
}

export type FaultEffect =
  /** Any response. An object as body is sent as JSON. */
  | { kind?: 'answer'; status: number; headers?: Record<string, string>; body?: string | object }
  /** A row of Microsoft's error tables, by AADSTS number or by name in `graph-errors.ts`. */
  | { kind: 'microsoft-error'; error: TokenErrorCode | GraphErrorName }
  /**
   * 429. `retryAfter` (default 30) is in seconds, or any string sent unchanged; null omits the header.
   * `as: 'date'` writes the seconds as an HTTP date. `headerName` sets the spelling, e.g. `retry-after`.
   */
  | {
      kind: 'throttle'
      retryAfter?: number | string | null
      as?: 'seconds' | 'date'
      headerName?: string
      status?: 429 | 503
    }
  /** Reads the body, then never responds. */
  | { kind: 'hang' }
  | { kind: 'slow'; delayMs: number }
  /** Reads the whole body, then resets the connection. */
  | { kind: 'reset-before-answer' }
  /** Resets the connection after the head of the request. */
  | { kind: 'reset-while-reading' }
  /** A proxy's page; status 200 by default. */
  | { kind: 'html'; status?: number }
  /** 504 `UnknownError`, although the message is kept. */
  | { kind: 'timeout-but-delivered' }
  /** Accepted, with a `Retry-After` (default 5 s). */
  | { kind: '202-with-retry-after'; seconds?: number }
  /** Accepted, then a non-delivery report in the sender's inbox (default 5.1.10). */
  | { kind: 'ndr'; status?: string }
  /** A body of that many bytes (default 200 MB), written as fast as the caller reads. */
  | { kind: 'huge-answer'; bytes?: number; status?: number }
  | { kind: 'redirect'; location?: string; status?: 301 | 302 | 307 | 308 }
  /** The normal response, cut in the middle of its JSON; the HTTP exchange ends properly. */
  | { kind: 'truncated-json' }
  /** Only the status (default 200), without a body. */
  | { kind: 'empty'; status?: number }
  /** Responds normally, then closes the connection without announcing it. */
  | { kind: 'close-after-answer' }

export type Fault = FaultTarget & FaultEffect

/** The names of all kinds; the compiler keeps the list complete. */
export const faultKinds = Object.keys({
  answer: true,
  'microsoft-error': true,
  throttle: true,
  hang: true,
  slow: true,
  'reset-before-answer': true,
  'reset-while-reading': true,
  html: true,
  'timeout-but-delivered': true,
  '202-with-retry-after': true,
  ndr: true,
  'huge-answer': true,
  redirect: true,
  'truncated-json': true,
  empty: true,
  'close-after-answer': true,
} satisfies Record<NonNullable<FaultEffect['kind']>, true>)
