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
