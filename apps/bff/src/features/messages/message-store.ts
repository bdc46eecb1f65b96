import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import type { Message, MessageState } from '@office365-email/shared/message'

export interface MessageResult {
  state: Exclude<MessageState, 'queued' | 'sending'>
  settledAt: string
  attempts: number
  requestId: string | null
  diagnosis: Diagnosis | null
}

export interface MessageFilter {
  botId: string
  state?: MessageState
  /** ID of the last message of the page before. */
  before?: string
  limit: number
}

/** What is durable when a method's promise settles; many callers may share one transaction. */
export interface MessageStore {
  /** Durable before the message is handed to Microsoft, so that nothing is sent without a trace. */
  insert(message: Message): Promise<void>
  settle(id: string, result: MessageResult): Promise<void>
  read(botId: string, id: string): Promise<Message | null>
  /** Newest first. */
  list(filter: MessageFilter): Promise<Message[]>
  /** What the ended process was sending: nobody knows whether it went out. Answers how many there were. */
  holdInterrupted(settledAt: string, diagnosis: Diagnosis): Promise<number>
}
