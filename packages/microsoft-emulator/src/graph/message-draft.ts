import type { Address, SentMessage } from '../state/sent-message.ts'

/** A message as read from the body, before anything is known of the mailbox. */
export type MessageDraft = Pick<
  SentMessage,
  | 'to'
  | 'cc'
  | 'bcc'
  | 'replyTo'
  | 'subject'
  | 'text'
  | 'html'
  | 'importance'
  | 'attachments'
  | 'headers'
  | 'saveToSentItems'
  | 'format'
  | 'mime'
> & {
  /** Undefined where the message leaves it to the mailbox. */
  from: Address | undefined
  sender: Address | undefined
  sizeBytes: number
  /** JSON only: `internetMessageHeaders` was given, perhaps empty; its rules do not hold for MIME. */
  hasHeaderCollection: boolean
}
