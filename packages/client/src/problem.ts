/** Problems of the server, described in docs/problems.md. */
export type ProblemSlug =
  | 'bot-busy'
  | 'delivery-unknown'
  | 'forbidden'
  | 'headers-too-large'
  | 'idempotency-in-progress'
  | 'idempotency-key-reused'
  | 'internal'
  | 'invalid-http'
  | 'invalid-json'
  | 'invalid-request'
  | 'invalid-service-key'
  | 'method-not-allowed'
  | 'microsoft-rejected'
  | 'microsoft-throttled'
  | 'microsoft-unreachable'
  | 'not-configured'
  | 'not-found'
  | 'not-possible-now'
  | 'not-signed-in'
  | 'payload-too-large'
  | 'rate-limited'
  | 'request-timeout'
  | 'secret-unreadable'
  | 'sending-is-off'
  | 'shutting-down'
  | 'storage-unavailable'
  | 'unsupported-media-type'

/** What the client itself found out. */
export type ClientSlug =
  /** The `AbortSignal` ended the call. */
  | 'aborted'
  /** No connection to the server could be opened, so it received nothing. */
  | 'no-connection'
  /** The connection broke, or could not be used. The server may have received the request. */
  | 'connection-lost'
  /** The server did not respond in time. It may have received the request. */
  | 'timed-out'
  /** The response is not one of this API: usually, a proxy or another website sent it. */
  | 'foreign-response'

export interface FieldError {
  /** JSON Pointer into the message. */
  pointer: string
  detail: string
}

/** Why Microsoft or the server refused the message, and who has to act. The sets of values may grow. */
export interface Diagnosis {
  cause: string
  /** Most likely first; `cause` is the first of them. */
  candidates: string[]
  field: string
  /** Whether the same message can be sent later without a change. */
  retryable: boolean
  title: string
  explanation: string
  nextSteps: string[]
  actions: string[]
  actor: 'dashboard-admin' | 'it-admin' | 'developer' | 'nobody'
  owner: 'entra' | 'graph' | 'exchange' | 'proxy' | 'caller' | 'this-server' | 'other' | 'unknown'
  evidence: {
    code: string | null
    message?: string | null | undefined
    status: number | null
    requestId: string | null
    correlationId: string | null
    timestamp: string | null
  }
}

/** Why a call did not succeed. */
export interface MailProblem {
  slug: ProblemSlug | ClientSlug
  /** For people; the words may change. */
  detail: string
  /** Null if there was no response. */
  status: number | null
  /** Identifies the request in the server's log. */
  requestId: string | null
  /** The message that the problem is about, if the server stored one. */
  messageId: string | null
  retryAfterSeconds: number | null
  /** The members of the message that have to be corrected. */
  errors: FieldError[]
  diagnosis: Diagnosis | null
  /** The error of `fetch`. */
  cause?: unknown
}
