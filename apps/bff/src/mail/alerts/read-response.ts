import { dayMs } from '../../ground/day.ts'
import { fit } from './alert-message.ts'
import type { AlertResponse } from './alert-sender.ts'

const maxExcerpt = 200
const longestPauseMs = dayMs

/**
 * The beginning of a response as plain text on one line. A receiver may repeat the address that it was called with, so
 * what is secret in it is removed.
 */
export function toExcerpt({ text }: AlertResponse, secrets: readonly string[]): string | null {
  const line = secrets
    .toSorted((one, other) => other.length - one.length)
    .reduce((left, secret) => left.replaceAll(secret, '[secret]'), text)
    .replace(/<[^>]*>/g, ' ')
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
  return line === '' ? null : fit(line, maxExcerpt)
}

/** How long the receiver asks to wait, as seconds or as a date (RFC 9110, 10.2.3); null if it does not. */
export function readPause({ status, retryAfter }: AlertResponse, now: Date): number | null {
  if (retryAfter === null || (status !== 429 && status !== 503)) return null
  const text = retryAfter.trim()
  const ms = /^\d+(\.\d+)?$/.test(text) ? Math.ceil(Number(text) * 1_000) : Date.parse(text) - now.getTime()
  return ms > 0 ? Math.min(ms, longestPauseMs) : null
}
