import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import type { MessageState } from '@office365-email/shared/message'
import type { ConfigurationReference } from '../configuration/office365-configuration.ts'
import type { HealthChange } from '../configuration/office365-configuration-store.ts'
import type { IdempotencyRecord } from './idempotency-store.ts'
import type { Message } from './message.ts'
import type { HandOver, QueuedMessage, QueueLimits } from './queue-store.ts'

export interface MessageResult {
  state: 'accepted' | 'simulated' | 'failed' | 'unknown'
  settledAt: string
  attempts: number
  requestId: string | null
  diagnosis: Diagnosis | null
  /** What the result tells of the configuration. */
  change: HealthChange | null
}

export interface MessageFilter {
  botId: string
  state?: MessageState
  /** ID of the last message of the page before. */
  before?: string
  limit: number
}

/** What is written with a new message, or not at all. */
export interface WrittenWith {
  idempotency?: IdempotencyRecord
  change?: HealthChange | null
}

export interface EnqueueOptions {
  idempotency: IdempotencyRecord | null
  limits: QueueLimits
}

/** What is durable when a method's promise settles; many callers may share one transaction. */
export interface MessageStore {
  /**
   * Durable before the message is handed to Microsoft, so that nothing is sent without a trace. False, and nothing is
   * written, unless `sender` is what is saved for the bot now.
   */
  insert(message: Message, sender: ConfigurationReference, writtenWith?: WrittenWith): Promise<boolean>
  /** Stores a message that waits to be sent, under the same condition and if the queue has room for it. */
  enqueue(
    message: Message,
    sender: ConfigurationReference,
    queued: QueuedMessage,
    options: EnqueueOptions,
  ): Promise<'stored' | 'outdated' | 'full'>
  /** Counts another attempt for a message that is `sending`, under the same condition. */
  sendAgain(id: string, attempts: number, sender: ConfigurationReference): Promise<HandOver>
  /**
   * Writes what became of a message, unless that was certain before; false then. An accepted or simulated message loses
   * its stored body, a failed one the idempotency key that it was answered to. Nothing is written for a message that was
   * deleted with its bot.
   */
  settle(id: string, result: MessageResult): Promise<boolean>
  read(botId: string, id: string): Promise<Message | null>
  /** Newest first. */
  list(filter: MessageFilter): Promise<Message[]>
  /** What the ended process was sending: nobody knows whether it went out. Answers how many there were. */
  markInterrupted(settledAt: string, diagnosis: Diagnosis): Promise<number>
}
