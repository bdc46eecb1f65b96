import type { Address, SentMessage } from '../state/sent-message.ts'

/** A message as read from the body, before the mailbox is known. */
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
  | 'isReadReceiptRequested'
  | 'isDeliveryReceiptRequested'
  | 'attachments'
  | 'headers'
  | 'saveToSentItems'
  | 'format'
  | 'mime'
> & {
  /** Undefined if the message names no sender, so that the mailbox decides. */
  from: Address | undefined
  sender: Address | undefined
  sizeBytes: number
  /** JSON only: `internetMessageHeaders` is present, even if empty. Its rules do not apply to MIME. */
  hasHeaderCollection: boolean
}
