import { keptMs } from './idempotency.ts'
import type { MessageRetention } from './message-retention.ts'

const day = 24 * 60 * 60_000
/** For so long a failed or unknown asynchronous message can be sent again. */
const bodyDays = 7

/** Deletes what is older than it may be: messages, the stored bodies of some of them, and idempotency keys. */
export async function forgetOldMessages(retention: MessageRetention, now: Date, messageDays: number): Promise<number> {
  const at = now.getTime()
  return await retention.deleteOlderThan({
    messages: at - messageDays * day,
    bodies: at - bodyDays * day,
    idempotencyKeys: at - keptMs,
  })
}
