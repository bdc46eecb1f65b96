const defaultSeconds = 10
const longestSeconds = 3_600

/** `Retry-After` (RFC 9110, section 10.2.3) in seconds from now, between 1 and 3,600; 10 if it cannot be read. */
export function readRetryAfter(value: string | undefined, now: number): number {
  const text = value?.trim() ?? ''
  const seconds = /^-?\d+$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1000
  if (!Number.isFinite(seconds)) return /^-?\d+$/.test(text) ? longestSeconds : defaultSeconds
  return Math.min(Math.max(Math.ceil(seconds), 1), longestSeconds)
}
