const minute = 60_000
const hour = 60 * minute

/** Waits between attempts that certainly sent nothing, if Microsoft names no time. */
const delaysMs = [15_000, minute, 5 * minute, 15 * minute, hour, 3 * hour, 6 * hour, 12 * hour]

/** A message that could not be submitted for this long is given up: by then its content may be outdated. */
export const longestWaitMs = 24 * hour

interface Wait {
  /** Milliseconds since 1970, as is the result. */
  now: number
  takenAt: number
  /** Attempts in a row that certainly sent nothing, before this one. */
  failures: number
  /** The wait that Microsoft asked for. */
  retryAfterSeconds: number | null
}

/** When to try again; null if the message would be too old by then. */
export function nextAttemptAfter(
  { now, takenAt, failures, retryAfterSeconds }: Wait,
  random: () => number = Math.random,
): number | null {
  const scheduled = delaysMs[Math.min(failures, delaysMs.length - 1)] ?? hour
  // Never sooner than Microsoft asks; otherwise 20 % either way, so that what failed together is not tried together.
  const delayMs =
    retryAfterSeconds === null
      ? scheduled * (0.8 + 0.4 * random())
      : retryAfterSeconds * 1_000 + Math.min(retryAfterSeconds * 100, 3_000) * random()
  const nextAttemptAt = Math.round(now + delayMs)
  return nextAttemptAt - takenAt < longestWaitMs ? nextAttemptAt : null
}
