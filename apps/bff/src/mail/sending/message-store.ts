import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import type { MessageState } from '@office365-email/shared/message'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { ConfigurationReference } from '../configuration/office365-configuration.ts'
import type { HealthChange } from '../configuration/office365-configuration-store.ts'
import type { IdempotencyRecord } from './idempotency-store.ts'
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

export interface MessageFilter {
  botId: string
  state?: MessageState
  /** ID of the last message of the previous page. */
  before?: string
  limit: number
}

/** Written together with a new message, or not at all. */
export interface WrittenWith {
  idempotency?: IdempotencyRecord
  change?: HealthChange | null
}

export interface EnqueueOptions {
  idempotency: IdempotencyRecord | null
  limits: QueueLimits
  /**
   * For a message that is sent again: recorded with it. Only a failed or unknown original is sent again, and unless
   * `again`, only once.
   */
  resend?: { event: AuditEvent; again: boolean } | undefined
}

/** A write is durable when its promise settles. Several callers may share one transaction. */
export interface MessageStore {
  /**
   * Stores a message durably before it is submitted to Microsoft, so that nothing is sent without a record. Returns
   * false and writes nothing unless `sender` is the bot's saved configuration.
   */
  insert(message: Message, sender: ConfigurationReference, writtenWith?: WrittenWith): Promise<boolean>
  /** Stores a queued message, under the same condition and if the queue has room for it. */
  enqueue(
    message: Message,
    sender: ConfigurationReference,
    queued: QueuedMessage,
    options: EnqueueOptions,
  ): Promise<'stored' | 'outdated' | 'full' | { resentAs: string } | { originalState: MessageState }>
  /** Counts another attempt for a message that is `sending`, under the same condition. */
  sendAgain(id: string, attempts: number, sender: ConfigurationReference): Promise<Claim>
  /**
   * Writes the result of a message; returns false if it already had a certain one. Deletes the body of an accepted or
   * simulated message, and the idempotency key of a failed one. Writes nothing for a message deleted with its bot.
   */
  settle(id: string, result: MessageResult, idempotency?: IdempotencyRecord | null): Promise<boolean>
  read(botId: string, id: string): Promise<Message | null>
  /** Newest first. */
  list(filter: MessageFilter): Promise<Message[]>
  /** Marks the messages that the ended process was sending as `unknown`. Returns how many there were. */
  markInterrupted(settledAt: string, diagnosis: Diagnosis): Promise<number>
}
