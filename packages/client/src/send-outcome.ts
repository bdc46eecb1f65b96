import type { Warning } from './message.ts'
import type { MailProblem } from './problem.ts'

export interface SendOptions {
  /**
   * Choose one by the purpose of the message, such as `order-4711-confirmation`, if another run of your program may send
   * it again. Without it, each call has a new random key.
   */
  idempotencyKey?: string | undefined
  /** The server responds as soon as the message is stored, and sends it afterward. */
  respondAsync?: boolean | undefined
  /** Ends the call. The message may have been sent already. */
  signal?: AbortSignal | undefined
  /** The time for the call with all its tries, in milliseconds; 60,000 if it is left out. */
  timeoutMs?: number | undefined
}

/** A message that the server took. */
export interface TakenMessage {
  id: string
  /** What the server changed in the message. */
  warnings: Warning[]
}

export interface AcceptedMessage extends TakenMessage {
  /** For Microsoft's support. */
  microsoft: { requestId: string } | null
}

interface Call {
  /** The key of this call. Send the same message with it again, and it is not sent twice. */
  idempotencyKey: string
}

/** What became of a message. Handle each outcome: only `accepted` says that Microsoft has it. */
export type SendOutcome =
  /** Microsoft accepted it. That does not mean that it was delivered. */
  | (Call & { outcome: 'accepted'; message: AcceptedMessage })
  /** The server stored it and sends it later. Read the message to see what became of it. */
  | (Call & { outcome: 'queued'; message: TakenMessage })
  /** The operator simulates sending on this server: nothing was sent. */
  | (Call & { outcome: 'simulated'; message: TakenMessage })
  /** This call certainly sent nothing. `retryable`: the same call can succeed later, after `problem.retryAfterSeconds`. */
  | (Call & { outcome: 'not-sent'; problem: MailProblem; retryable: boolean })
  /**
   * It may have been sent. Do not send it with a new key. Without a `messageId`, the server's response did not arrive:
   * the same call with this key returns the outcome. With one, the outcome at Microsoft is unknown: a person has to look.
   */
  | (Call & { outcome: 'delivery-unknown'; messageId: string | null; problem: MailProblem })
