import type { Message } from './message.ts'

export interface IdempotencyKey {
  botId: string
  serviceKeyId: string
  key: string
}

export interface Fingerprint {
  value: string
  /** ID of the encryption key that the fingerprint's own key comes from. */
  madeWith: string
}

export interface IdempotencyRecord extends IdempotencyKey {
  fingerprint: Fingerprint
  /** What the first request was answered: that its message is queued, or what became of it. */
  answer: 'queued' | 'settled'
  /** Milliseconds since 1970. */
  createdAt: number
}

/** Keys with the message that their first request made. `MessageStore.insert` writes them. */
export interface IdempotencyStore {
  find(key: IdempotencyKey): Promise<{ record: IdempotencyRecord; message: Message } | null>
}
