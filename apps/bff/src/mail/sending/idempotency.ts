import type { MessageState } from '@office365-email/shared/message'
import type { SendMessage } from '@office365-email/shared/send-message'
import { dayMs } from '../../ground/day.ts'
import { Problem } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type {
  Fingerprint,
  IdempotencyKey,
  IdempotencyRecord,
  IdempotencyStore,
  NewIdempotencyRecord,
} from './idempotency-store.ts'
import type { Message } from './message.ts'

/**
 * How long a key repeats its first response. For an unknown message that turns out to be sent, the time starts again
 * then.
 */
export const keptMs = dayMs

const shape = /^[\x20-\x7e]{1,255}$/

/** A request, other than a message, that a key may belong to. */
export interface Operation {
  operation: 'resend' | 'resolve' | 'test'
  /** The message that it is about, or the recipient of a test. */
  about: string
  /** The other values of the request. */
  choice?: string | undefined
}

export type Fingerprinted = SendMessage | Operation

/** Makes fingerprints of requests. Without the encryption key, they reveal nothing. */
export interface Fingerprints {
  of(request: Fingerprinted): Fingerprint
  /** Uses the key of an earlier fingerprint; null if that key is gone. */
  like(earlier: Fingerprint, request: Fingerprinted): Fingerprint | null
}

export type Beginning =
  | { outcome: 'first'; record: Omit<NewIdempotencyRecord, 'answer'>; end: () => void }
  | { outcome: 'repeated'; answer: IdempotencyRecord['answer']; message: Message }

export interface Idempotency {
  /** Throws if the key belongs to another request, or if its first request is still running. */
  begin(key: IdempotencyKey, request: Fingerprinted, now: number): Promise<Beginning>
}

/** Reads `Idempotency-Key`. No response repeats its value. */
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
    detail: 'You used this Idempotency-Key with another request before. Use a new key for every message.',
  })

/** The encryption key of the fingerprint is gone. Sending the message might send it twice. */
const notComparable = (messageId: string) =>
  new Problem('idempotency-key-reused', {
    detail:
      'This Idempotency-Key was used before, and the server can no longer tell whether it was with this message. Check the state of that message, then use a new key.',
    messageId,
  })

/** Another request with the key is running, in this server or in another one that shares the storage. */
export const inProgress = () =>
  new Problem('idempotency-in-progress', {
    detail: 'The first request with this Idempotency-Key is still running. Try again with the same key.',
    retryAfterSeconds: 1,
  })

/** In these states the key is kept: without it, a retry could send the message a second time. */
const unsettledStates: MessageState[] = ['queued', 'sending', 'unknown']

const sentStates: MessageState[] = ['accepted', 'simulated']

/**
 * A caller may retry with the key of a message that was unknown for days, so its day starts when it turns out to be
 * sent.
 */
const isKept = ({ createdAt }: IdempotencyRecord, { state, settledAt }: Message, now: number): boolean =>
  now - createdAt < keptMs ||
  unsettledStates.includes(state) ||
  (sentStates.includes(state) && settledAt !== null && now - Date.parse(settledAt) < keptMs)

/**
 * This process knows the keys of its running requests; the database has the finished ones with their message. A key is
 * written in the transaction before the submission, so that after a crash every key has its message, and of two servers
 * that get the same key only one writes it.
 */
export function createIdempotency(store: IdempotencyStore, fingerprints: Fingerprints): Idempotency {
  const running = new Map<string, Fingerprint>()

  return {
    async begin(idempotencyKey, request, now) {
      const { botId, serviceKeyId, key } = idempotencyKey
      const name = JSON.stringify([botId, serviceKeyId, key])
      const fingerprint = fingerprints.of(request)
      const rival = running.get(name)
      // The encryption key may have been rotated since the first request began.
      if (rival) throw fingerprints.like(rival, request)?.value === rival.value ? inProgress() : reused()
      running.set(name, fingerprint)
      const end = () => void running.delete(name)
      try {
        const kept = await store.find(idempotencyKey)
        if (!kept || !isKept(kept.record, kept.message, now))
          return {
            outcome: 'first',
            record: { ...idempotencyKey, fingerprint, createdAt: now, replaces: kept?.message.id ?? null },
            end,
          }
        const again = fingerprints.like(kept.record.fingerprint, request)
        if (again === null) throw notComparable(kept.message.id)
        if (again.value !== kept.record.fingerprint.value) throw reused()
        // Another server is sending it, or its result could not be written yet.
        if (kept.record.answer === 'settled' && kept.message.state === 'sending') throw inProgress()
        end()
        return { outcome: 'repeated', answer: kept.record.answer, message: kept.message }
      } catch (error) {
        end()
        throw error
      }
    },
  }
}

export type FirstRecord = Extract<Beginning, { outcome: 'first' }>['record']

export interface KeyedRequest<Result> {
  botId: string
  /** Null: the caller sent no key, and every request is a new one. */
  key: string | null
  request: Fingerprinted
  /** Does the work once, and writes the record together with it. */
  work: (record: FirstRecord | null) => Promise<Result>
  /** The first response again. */
  repeat: (message: Message, answer: IdempotencyRecord['answer']) => Result
}

/** Does the work of a request once for each key of its caller. */
export async function runOnce<Result>(
  idempotency: Idempotency,
  { actor, now }: Pick<RequestContext, 'actor' | 'now'>,
  { botId, key, request, work, repeat }: KeyedRequest<Result>,
): Promise<{ result: Result; isReplayed: boolean }> {
  if (key === null) return { result: await work(null), isReplayed: false }
  const beginning = await idempotency.begin({ botId, serviceKeyId: actor.id, key }, request, now.getTime())
  if (beginning.outcome === 'repeated') return { result: repeat(beginning.message, beginning.answer), isReplayed: true }
  try {
    return { result: await work(beginning.record), isReplayed: false }
  } finally {
    beginning.end()
  }
}
