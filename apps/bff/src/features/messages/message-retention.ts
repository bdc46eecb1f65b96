/** What may go: each limit is a moment in milliseconds since 1970; nothing newer is deleted. */
export interface RetentionLimits {
  messages: number
  bodies: number
  idempotencyKeys: number
}

/**
 * Forgets what is old, in small transactions. Nothing that still waits or is being sent is deleted, nor an unknown
 * message that has an idempotency key.
 */
export interface MessageRetention {
  deleteOlderThan(limits: RetentionLimits): Promise<number>
}
