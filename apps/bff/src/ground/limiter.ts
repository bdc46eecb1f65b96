import { type RateLimiterAbstract, RateLimiterMemory } from 'rate-limiter-flexible'

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
