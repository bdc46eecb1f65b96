import type { RateLimiterAbstract } from 'rate-limiter-flexible'
import RateLimiterMemory from 'rate-limiter-flexible/lib/RateLimiterMemory.js'

/** `points` in `duration` seconds for each key. */
export interface Limit {
  keyPrefix: string
  points: number
  duration: number
}

/** Servers that share a storage count together. */
export type CreateLimiter = (limit: Limit) => RateLimiterAbstract

/** For a single server. */
export const createMemoryLimiter: CreateLimiter = (limit) => new RateLimiterMemory(limit)
