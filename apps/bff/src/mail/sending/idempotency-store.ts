import type { Message } from './message.ts'

export interface IdempotencyKey {
  botId: string
  /** ID of the caller: a service key or a person. */
  serviceKeyId: string
  key: string
}

export interface Fingerprint {
  value: string
  /** ID of the encryption key that the fingerprint's own key is derived from. */
  madeWith: string
}

export interface IdempotencyRecord extends IdempotencyKey {
  fingerprint: Fingerprint
  /** The response to the first request: that its message is queued, or its result. */
  answer: 'queued' | 'settled'
  /** Milliseconds since 1970. */
  createdAt: number
}

/** A record to write. */
export interface NewIdempotencyRecord extends IdempotencyRecord {
  /** The message of the expired record that it replaces; null if there was none. Any other record is not replaced. */
  replaces: string | null
}

/** Keys with the message of their first request. `MessageStore` writes them. */
export interface IdempotencyStore {
  find(key: IdempotencyKey): Promise<{ record: IdempotencyRecord; message: Message } | null>
}
