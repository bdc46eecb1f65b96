import { keptMs } from './idempotency.ts'

const day = 24 * 60 * 60_000
/** For so long a failed or unknown asynchronous message can be sent again. */
const bodyDays = 7

/** What may go: each limit is a moment in milliseconds since 1970; nothing newer is deleted. */
export interface RetentionLimits {
  messages: number
  bodies: number
  idempotencyKeys: number
}

/**
 * Forgets what is old, in small transactions. Nothing that still waits or is being sent is deleted, nor a message that
 * has an idempotency key. The key goes first, once its message is settled, and was so for as long if it was sent.
 */
export interface MessageRetention {
  deleteOlderThan(limits: RetentionLimits): Promise<number>
}

/** Deletes what is older than it may be: messages, the stored bodies of some of them, and idempotency keys. */
export async function forgetOldMessages(retention: MessageRetention, now: Date, messageDays: number): Promise<number> {
  const at = now.getTime()
  return await retention.deleteOlderThan({
    messages: at - messageDays * day,
    bodies: at - bodyDays * day,
    idempotencyKeys: at - keptMs,
  })
}
