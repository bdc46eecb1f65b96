import type { MessageState } from '@office365-email/shared/message'
import type { Message } from '../sending/message.ts'
import type { MessageFilter } from './message-filter.ts'

export interface SearchPage {
  /** ID of the last message of the previous page. */
  before?: string | undefined
  limit: number
}

/** Finds messages by what is stored about them. Every engine finds the same messages. */
export interface MessageSearch {
  /** Newest first. */
  find(filter: MessageFilter, page: SearchPage): Promise<Message[]>
  /** All of them, newest first, in portions. Reads on only when the next portion is asked for. */
  walk(filter: MessageFilter): AsyncIterable<Message[]>
  /** By state, of the newest messages that match: at most `limit` of them. */
  count(filter: MessageFilter, limit: number): Promise<Partial<Record<MessageState, number>>>
  /** About how many messages match. Takes milliseconds for a million. */
  estimate(filter: MessageFilter): Promise<number>
  /**
   * Indexes the oldest messages that are not indexed yet, if there are enough and all of them were stored before this
   * moment. Returns whether it did. A search reads messages that are not indexed directly.
   */
  indexSome(storedBefore: Date): Promise<boolean>
  /**
   * Compares a part of the index, after the one that the last call returned, with the messages: removes what it has
   * about deleted ones, and adds what it lacks. Begins with what was sent at a time, or without one at the beginning.
   * Null after the last part.
   */
  renewSome(after: string | Date | null): Promise<string | null>
  /**
   * Indexes again the messages of a part, before the one that the last call returned, if what is indexed there names this
   * address: the messages may no longer name it. Null after the last part.
   */
  forgetSome(address: string, before: string | null): Promise<string | null>
}
