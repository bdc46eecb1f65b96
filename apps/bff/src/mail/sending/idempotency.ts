import type { MessageState, SendMessage } from '@office365-email/shared/message'
import { Problem } from '../../ground/problem.ts'
import type { Fingerprint, IdempotencyKey, IdempotencyRecord, IdempotencyStore } from './idempotency-store.ts'
import type { Message } from './message.ts'

/** How long a first answer is given again, and what was sent is not sent once more after somebody found that out. */
export const keptMs = 24 * 60 * 60_000

const shape = /^[\x20-\x7e]{1,255}$/

/** Makes fingerprints of messages that tell nothing of them to whoever has no encryption key. */
export interface Fingerprints {
  of(message: SendMessage): Fingerprint
  /** With the key that an earlier one was made with; null if that key is gone. */
  like(earlier: Fingerprint, message: SendMessage): Fingerprint | null
}

export type Beginning =
  | { outcome: 'first'; record: Omit<IdempotencyRecord, 'answer'>; end: () => void }
  | { outcome: 'repeated'; answer: IdempotencyRecord['answer']; message: Message }

export interface Idempotency {
  /** Throws if the key stands for another message, or if its first request still runs. */
  begin(key: IdempotencyKey, message: SendMessage, now: number): Promise<Beginning>
}

/** `Idempotency-Key` as it was sent: it is never repeated in an answer. */
export function parseIdempotencyKey(values: string[]): string | null {
  const [key] = values
  if (key === undefined) return null
  if (values.length === 1 && shape.test(key)) return key
  throw new Problem('invalid-request', {
    detail: 'Idempotency-Key has to be one header of 1 to 255 printable ASCII characters.',
  })
}

const reused = () =>
  new Problem('idempotency-key-reused', {
    detail: 'This Idempotency-Key came with another message before. Use a new key for every message.',
  })

/** Its encryption key is gone. Sending it might send it twice. */
const notComparable = (messageId: string) =>
  new Problem('idempotency-key-reused', {
    detail:
      'This Idempotency-Key was used before, and the server can no longer tell whether with this message. Look at what became of that message, then use a new key.',
    messageId,
  })

const inProgress = () =>
  new Problem('idempotency-in-progress', {
    detail: 'The first request with this Idempotency-Key still runs. Ask again with the same key.',
    retryAfterSeconds: 1,
  })

/** While nobody knows what became of the message, its key would send it a second time. */
const unsettledStates: MessageState[] = ['queued', 'sending', 'unknown']

const sentStates: MessageState[] = ['accepted', 'simulated']

/** A caller still asks with the key of a message that was unknown for days: its day begins once it turns out to be sent. */
const isKept = ({ createdAt }: IdempotencyRecord, { state, settledAt }: Message, now: number): boolean =>
  now - createdAt < keptMs ||
  unsettledStates.includes(state) ||
  (sentStates.includes(state) && settledAt !== null && now - Date.parse(settledAt) < keptMs)

/**
 * Running keys are known to this process; finished ones stand in the database with their message. A key is written in
 * the transaction that comes before the hand-over, so that none outlives a crash without a message that tells the rest.
 */
export function createIdempotency(store: IdempotencyStore, fingerprints: Fingerprints): Idempotency {
  const running = new Map<string, Fingerprint>()

  return {
    async begin(idempotencyKey, message, now) {
      const { botId, serviceKeyId, key } = idempotencyKey
      const name = JSON.stringify([botId, serviceKeyId, key])
      const fingerprint = fingerprints.of(message)
      const rival = running.get(name)
      if (rival) throw rival.value === fingerprint.value ? inProgress() : reused()
      running.set(name, fingerprint)
      const end = () => void running.delete(name)
      try {
        const kept = await store.find(idempotencyKey)
        if (!kept || !isKept(kept.record, kept.message, now))
          return { outcome: 'first', record: { ...idempotencyKey, fingerprint, createdAt: now }, end }
        const again = fingerprints.like(kept.record.fingerprint, message)
        if (again === null) throw notComparable(kept.message.id)
        if (again.value !== kept.record.fingerprint.value) throw reused()
        end()
        return { outcome: 'repeated', answer: kept.record.answer, message: kept.message }
      } catch (error) {
        end()
        throw error
      }
    },
  }
}
