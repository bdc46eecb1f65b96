import type { Diagnosis } from './problem.ts'

// These types are written out instead of inferred from the schemas: the declarations of this package then need neither
// zod nor packages/shared. `contract.test.ts` compares them with the table of endpoints.

/** `ada@example.com`, `Ada Lovelace <ada@example.com>`, or address and name. */
export type RecipientInput = string | { address: string; name?: string | null | undefined }

export interface Attachment {
  filename: string
  /** If it is left out, the file name decides. */
  contentType?: string | null | undefined
  /** Base64. */
  content: string
  /** Makes the attachment inline, for `<img src="cid:…">`. */
  contentId?: string | null | undefined
}

/** The sender is always the mailbox of the bot. Set `text`, `html` or both. */
export interface MessageToSend {
  to?: RecipientInput | RecipientInput[] | null | undefined
  cc?: RecipientInput | RecipientInput[] | null | undefined
  bcc?: RecipientInput | RecipientInput[] | null | undefined
  replyTo?: RecipientInput | RecipientInput[] | null | undefined
  subject: string
  text?: string | null | undefined
  html?: string | null | undefined
  attachments?: Attachment[] | null | undefined
  importance?: 'low' | 'normal' | 'high' | null | undefined
  headers?: Record<string, string> | null | undefined
  readReceipt?: boolean | null | undefined
  deliveryReceipt?: boolean | null | undefined
  /** `true` if it is left out. */
  saveToSentItems?: boolean | null | undefined
}

/** What the server changed in a message before it sent it. */
export interface Warning {
  /** JSON Pointer into the message. */
  pointer: string
  detail: string
}

export type MessageState = 'queued' | 'sending' | 'accepted' | 'simulated' | 'failed' | 'unknown' | 'cancelled'

export interface Recipient {
  address: string
  name?: string | undefined
}

/** The known facts about a message, never its body or its attachments. */
export interface Message {
  id: string
  botId: string
  state: MessageState
  source: { kind: 'test' | 'service' | 'person' | 'system'; name: string }
  to: Recipient[]
  cc: Recipient[]
  bcc: Recipient[]
  subject: string
  createdAt: string
  settledAt: string | null
  attempts: number
  microsoft: { requestId: string } | null
  diagnosis?: Diagnosis | undefined
  resendOf?: string | undefined
}

export interface ListFilter {
  /** Words of the subject, or their beginnings. */
  q?: string | undefined
  /** An address, or a domain. */
  recipient?: string | undefined
  /** RFC 3339, such as `2027-05-03T00:00:00Z`. */
  from?: string | undefined
  /** Messages before this moment. */
  to?: string | undefined
  state?: MessageState | readonly MessageState[] | undefined
  /** `service`, `person`, `test` or `system`, or one with a name: `service:shop`. */
  source?: string | undefined
  /** 1 to 200; 50 if it is left out. */
  limit?: number | undefined
  /** The `nextCursor` of the previous page. */
  cursor?: string | undefined
}

/** Newest first. */
export interface MessagePage {
  messages: Message[]
  /** Null on the last page. */
  nextCursor: string | null
}
