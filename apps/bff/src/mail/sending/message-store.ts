import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import type { MessageState } from '@office365-email/shared/message'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { ConfigurationReference, Sender } from '../configuration/office365-configuration.ts'
import type { HealthChange } from '../configuration/office365-configuration-store.ts'
import type { NewIdempotencyRecord } from './idempotency-store.ts'
import type { Message } from './message.ts'
import type { Claim, QueuedMessage, QueueLimits } from './queue-store.ts'

export interface MessageResult {
  state: 'accepted' | 'simulated' | 'failed' | 'unknown'
  settledAt: string
  attempts: number
  requestId: string | null
  diagnosis: Diagnosis | null
  /** What the result says about the configuration. */
  change: HealthChange | null
}

/** States that few messages are in. `MessageSearch` finds accepted ones. */
export type ListedState = Exclude<MessageState, 'accepted'>

export interface MessageFilter {
  botId: string
  state: ListedState
  /** ID of the last message of the previous page. */
  before?: string
  limit: number
}

/** Written together with a new message, or not at all. */
export interface WrittenWith {
  idempotency?: NewIdempotencyRecord
  change?: HealthChange | null
}

export interface EnqueueOptions {
  idempotency: NewIdempotencyRecord | null
  limits: QueueLimits
  /**
   * For a message that is sent again: recorded with it. Only a failed or unknown original is sent again, and unless
   * `again`, only once.
   */
  resend?: { event: AuditEvent; again: boolean } | undefined
}

export type EnqueueRefusal = 'full' | { resentAs: string } | { originalState: MessageState }

/** What decides whether a message may be queued, as it is in the transaction that would queue it. */
export interface QueueFacts {
  /** Queued messages of the bot. */
  waiting: number
  /** Size of all sealed bodies. */
  bytes: number
  /** Size of the sealed body. */
  size: number
  limits: QueueLimits
  /** For a message that is sent again: the state of the original, and the first message that it was sent again as. */
  resend: { again: boolean; originalState: MessageState | undefined; resentAs: string | undefined } | null
}

/** Why the message must not be queued; null if it may be. */
export function refuseToQueue({ waiting, bytes, size, limits, resend }: QueueFacts): EnqueueRefusal | null {
  if (resend) {
    const { again, originalState, resentAs } = resend
    if (originalState && originalState !== 'failed' && originalState !== 'unknown') return { originalState }
    if (!again && resentAs !== undefined) return { resentAs }
  }
  return waiting >= limits.messages || bytes + size > limits.bytes ? 'full' : null
}

/** A write is durable when its promise settles. Several callers may share one transaction. */
export interface MessageStore {
  /**
   * Stores a message durably before it is submitted to Microsoft, so that nothing is sent without a record. Otherwise
   * it writes nothing: `outdated`, if `sender` is not the bot's saved configuration; `key-taken`, if another server has
   * written the idempotency key in the meantime; `paused`, if the message is `sending` and its lane is paused.
   */
  insert(
    message: Message,
    sender: Sender,
    writtenWith?: WrittenWith,
  ): Promise<'stored' | 'outdated' | 'key-taken' | 'paused'>
  /** Stores a queued message, under the same conditions and if the queue has room for it. */
  enqueue(
    message: Message,
    sender: ConfigurationReference,
    queued: QueuedMessage,
    options: EnqueueOptions,
  ): Promise<'stored' | 'outdated' | 'key-taken' | EnqueueRefusal>
  /** Counts another attempt for a message that is `sending`, under the same conditions. */
  sendAgain(id: string, attempts: number, sender: Sender): Promise<Claim>
  /**
   * Writes the result of a message; returns false if it already had a certain one, and `key-taken` as above. Deletes the body of an accepted or
   * simulated message, and the idempotency key of a failed one. Writes nothing for a message deleted with its bot. Records
   * who settled it, if a person did.
   */
  settle(
    id: string,
    result: MessageResult,
    idempotency?: NewIdempotencyRecord | null,
    event?: AuditEvent,
  ): Promise<boolean | 'key-taken'>
  /**
   * A fault ended the delivery of a message that is recorded as `sending` and certainly was not sent. It may be taken back.
   */
  abandon(id: string): void
  read(botId: string, id: string): Promise<Message | null>
  /** Newest first. */
  list(filter: MessageFilter): Promise<Message[]>
  /** Marks the messages that ended servers were sending as `unknown`. Returns how many there were. */
  markInterrupted(settledAt: string, diagnosis: Diagnosis): Promise<number>
}
