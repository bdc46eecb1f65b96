export interface Address {
  address: string
  name?: string
}

export interface SentAttachment {
  name: string
  contentType: string
  sizeBytes: number
  contentBase64: string
  contentId?: string
  isInline: boolean
}

/** An accepted message, even if a fault hid that from the caller. */
export interface SentMessage {
  id: string
  at: Date
  tenantId: string
  clientId: string
  /** The mailbox in the path. */
  userId: string
  userEmail: string
  from: Address
  to: Address[]
  cc: Address[]
  bcc: Address[]
  replyTo: Address[]
  subject: string
  text?: string
  html?: string
  importance: string
  isReadReceiptRequested: boolean
  isDeliveryReceiptRequested: boolean
  attachments: SentAttachment[]
  headers: { name: string; value: string }[]
  saveToSentItems: boolean
  format: 'json' | 'mime'
  requestId: string
  /** The raw message; MIME only. */
  mime?: string
}

/** A non-delivery report in the inbox of the sending mailbox. */
export interface NonDeliveryReport {
  id: string
  at: Date
  userId: string
  messageId: string
  recipient: string
  /** Enhanced status code, e.g. `5.1.10`. */
  status: string
  text: string
}

export interface SentMailFilter {
  /** User ID, user principal name or primary address of the sending mailbox. */
  mailbox?: string
  /** An address in to, cc or bcc. */
  to?: string
  subject?: string
}
