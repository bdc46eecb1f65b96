import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { ConfigurationReference, Sender } from '../configuration/office365-configuration.ts'
import type { Message } from './message.ts'

/**
 * Whether a message may be submitted now. `outdated`: the configuration is no longer the saved one, and nothing was
 * written. `gone`: the message was canceled, or deleted with its bot. `paused`: the lane is paused.
 */
export type Claim = 'sending' | 'outdated' | 'gone' | 'paused'

/** An asynchronous message as it is stored: its body is sealed for exactly this bot and message. */
export interface QueuedMessage {
  /** The mailbox that was configured when the message was accepted. */
  mailbox: string
  sealedMessage: string
  sealedWith: string
  /** Milliseconds since 1970. */
  nextAttemptAt: number
  takenAt: number
}

export interface DueMessage extends Pick<QueuedMessage, 'mailbox' | 'sealedMessage' | 'takenAt'> {
  message: Message
  /** Attempts in a row that certainly sent nothing. */
  failures: number
}

/** Totals of all bots. */
export interface QueueUsage {
  /** Messages that wait to be sent. */
  messages: number
  /** Size of all sealed bodies. */
  bytes: number
}

export interface QueueLimits {
  /** Queued messages for each bot. */
  messages: number
  /** Size of all sealed bodies together. */
  bytes: number
}

export interface Postponement {
  /** Milliseconds since 1970. */
  nextAttemptAt: number
  failures: number
  attempts: number
  /** Why it waits. */
  diagnosis: Diagnosis | null
}

/** The queue of asynchronous messages. Each method is one transaction, durable when its promise settles. */
export interface QueueStore {
  /** Other servers may leave messages in the queue, without waking this one. */
  readonly isShared: boolean
  /** IDs of due messages, oldest first. */
  listDue(botId: string, now: number, limit: number): Promise<string[]>
  /** When the next one of each bot is due, in milliseconds since 1970: later if another server is working on it. */
  listNext(now: number, botId?: string): Promise<{ botId: string; nextAttemptAt: number }[]>
  /** Null once its body was deleted. */
  read(botId: string, id: string): Promise<DueMessage | null>
  /** Changes `queued` to `sending` just before the submission, if `sender` is the bot's saved configuration. */
  claim(id: string, attempts: number, sender: Sender): Promise<Claim>
  /**
   * Queues a message again that certainly was not sent. Returns false and writes nothing if the generation was removed.
   */
  postpone(id: string, postponement: Postponement, sender: ConfigurationReference): Promise<boolean>
  usage(): Promise<QueueUsage>
  /** Cancels a queued message, deletes its body, and records who did it. Returns false if it is not queued. */
  cancel(id: string, settledAt: string, event?: AuditEvent): Promise<boolean>
}
