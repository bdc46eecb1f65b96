import type { GraphErrorName } from '../errors/graph-errors.ts'
import type { TokenErrorCode } from '../errors/token-errors.ts'
import type { RecordedRequest } from './recorded-request.ts'

/** Which requests a fault is for, and how often. */
export interface FaultTarget {
  on: 'oidc' | 'token' | 'sendMail'
  /** Default 1; `failAlways` has no end. */
  times?: number
  /** A function, or a text that a segment of the path equals (mailbox, tenant) or that the form's `client_id` is. */
  match?: string | ((request: RecordedRequest) => boolean)
  /** sendMail only: the message is handled and kept as usual first; the fault hides the answer. */
  delivered?: boolean
}

export type FaultEffect =
  /** Any answer. An object as body is sent as JSON. */
  | { kind?: 'answer'; status: number; headers?: Record<string, string>; body?: string | object }
  /** A row of Microsoft's error tables, by AADSTS number or by name in `graph-errors.ts`. */
  | { kind: 'microsoft-error'; error: TokenErrorCode | GraphErrorName }
  /**
   * 429. `retryAfter` (default 30): seconds, or any text as it stands; null leaves the header out.
   * `as: 'date'` writes the seconds as an HTTP date. `headerName` sets the spelling, e.g. `retry-after`.
   */
  | {
      kind: 'throttle'
      retryAfter?: number | string | null
      as?: 'seconds' | 'date'
      headerName?: string
      status?: 429 | 503
    }
  /** Reads the body, then never answers. */
  | { kind: 'hang' }
  | { kind: 'slow'; delayMs: number }
  /** Reads the whole body, then tears the connection down. */
  | { kind: 'reset-before-answer' }
  /** Tears the connection down after the head of the request. */
  | { kind: 'reset-while-reading' }
  /** A proxy's page; status 200 unless said otherwise. */
  | { kind: 'html'; status?: number }
  /** 504 `UnknownError`, and yet the message is kept. */
  | { kind: 'timeout-but-delivered' }
  /** Accepted, with the wish to slow down (default 5 s). */
  | { kind: '202-with-retry-after'; seconds?: number }
  /** Accepted, then a report of non-delivery in the sender's inbox (default 5.1.10). */
  | { kind: 'ndr'; status?: string }
  /** A body of that many bytes (default 200 MB), written as fast as it is read. */
  | { kind: 'huge-answer'; bytes?: number; status?: number }
  | { kind: 'redirect'; location?: string; status?: 301 | 302 | 307 | 308 }
  /** The usual answer, cut in the middle of its JSON; the connection is closed properly. */
  | { kind: 'truncated-json' }
  /** The status alone (default 200), without a body. */
  | { kind: 'empty'; status?: number }
  /** Answers as usual and then closes the connection without having said so. */
  | { kind: 'close-after-answer' }

export type Fault = FaultTarget & FaultEffect

/** Every kind by name; the compiler holds the list complete. */
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
