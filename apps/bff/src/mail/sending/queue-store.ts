import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import type { ConfigurationReference } from '../configuration/office365-configuration.ts'
import type { Message } from './message.ts'

/**
 * Whether a message may be handed over now. `outdated`: the configuration is not the saved one any more, and nothing was
 * written. `gone`: it was cancelled, or deleted with its bot.
 */
export type HandOver = 'sending' | 'outdated' | 'gone'

/** An asynchronous message as it is stored: its body is sealed for exactly this bot and message. */
export interface QueuedMessage {
  /** The mailbox that was configured when the message was taken. */
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

/** In all bots together. */
export interface QueueUsage {
  /** Messages that wait to be sent. */
  messages: number
  /** Size of all sealed bodies. */
  bytes: number
}

export interface QueueLimits {
  /** Messages that wait, for each bot. */
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

/** The asynchronous messages that wait. Each method is one transaction, durable when its promise settles. */
export interface QueueStore {
  /** IDs of what is due, oldest first. */
  listDue(botId: string, now: number, limit: number): Promise<string[]>
  /** When the next one of each bot is due, in milliseconds since 1970. */
  listNext(botId?: string): Promise<{ botId: string; nextAttemptAt: number }[]>
  /** Null once its body was deleted. */
  read(botId: string, id: string): Promise<DueMessage | null>
  /** `queued` becomes `sending`, just before the hand-over, if `sender` is what is saved for the bot now. */
  claim(id: string, attempts: number, sender: ConfigurationReference): Promise<HandOver>
  /** It certainly was not sent, and waits again. False, and nothing is written, once the generation is gone. */
  postpone(id: string, postponement: Postponement, sender: ConfigurationReference): Promise<boolean>
  usage(): Promise<QueueUsage>
  /** False unless it waits. Its body is deleted. */
  cancel(id: string, settledAt: string): Promise<boolean>
}
