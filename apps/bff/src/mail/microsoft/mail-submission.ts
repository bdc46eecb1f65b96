import type { Failure } from '@office365-email/shared/diagnosis/diagnosis'
import type { NationalCloud } from '@office365-email/shared/national-cloud'
import type { Secret } from '../../ground/secrets/secret.ts'

/** A message as Graph's `sendMail` accepts it: JSON, or MIME in base64. */
export interface MailBody {
  contentType: 'application/json' | 'text/plain'
  bytes: Buffer
}

export interface MailSubmission {
  cloud: NationalCloud
  /** Object ID or user principal name of the mailbox. */
  userId: string
  token: Secret
  body: MailBody
  /** Sent as `client-request-id`, so that Microsoft's support finds the request. */
  clientRequestId: string
  /** W3C Trace Context of the request that the message came with. */
  traceparent?: string | undefined
}

/**
 * The result of one submission. An `unknown` message may have been sent; a `throttled` or `not-sent` one certainly was
 * not, and may be submitted again.
 */
export type SubmissionOutcome =
  | { outcome: 'accepted'; requestId: string | null; pauseSeconds: number | null }
  /** It was not submitted: `SENDING=simulate`. */
  | { outcome: 'simulated' }
  | { outcome: 'unauthorized' | 'refused'; failure: Failure }
  | { outcome: 'throttled'; failure: Failure; retryAfterSeconds: number }
  | { outcome: 'not-sent'; failure: Failure }
  | { outcome: 'unknown'; failure: Failure }

/** Submits a message to Microsoft Graph's `sendMail`, which reads it at most once. Settles within 60 seconds. */
export interface MailSubmitter {
  submit(submission: MailSubmission): Promise<SubmissionOutcome>
}
