import { dayMs } from '../../ground/day.ts'
import { keptMs } from './idempotency.ts'

/** How long a failed or unknown asynchronous message can be sent again. */
const bodyDays = 7

/** Each limit is a moment in milliseconds since 1970. Nothing newer is deleted. */
export interface RetentionLimits {
  messages: number
  bodies: number
  idempotencyKeys: number
}

/**
 * Deletes old data in small transactions, but no queued or sending message, and no message with an idempotency key. A
 * key is deleted only after its message is settled; if it was sent, that has to be before the limit too.
 */
export interface MessageRetention {
  deleteOlderThan(limits: RetentionLimits): Promise<number>
}

/** Deletes expired data: messages, the stored bodies of some of them, and idempotency keys. */
export async function forgetOldMessages(retention: MessageRetention, now: Date, messageDays: number): Promise<number> {
  const at = now.getTime()
  return await retention.deleteOlderThan({
    messages: at - messageDays * dayMs,
    bodies: at - bodyDays * dayMs,
    idempotencyKeys: at - keptMs,
  })
}
