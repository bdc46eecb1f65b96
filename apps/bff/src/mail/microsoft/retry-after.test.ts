import { expect, it } from 'vitest'
import { readRetryAfter } from './retry-after.ts'

const now = Date.parse('2026-11-23T10:00:00Z')

it.each([
  ['30', 30],
  [' 7 ', 7],
  ['0', 1],
  ['-5', 1],
  ['1000000000', 3600],
  ['99999999999999999999999999', 3600],
  ['Mon, 23 Nov 2026 10:00:20 GMT', 20],
  ['Mon, 23 Nov 2026 09:00:00 GMT', 1],
  ['soon', 10],
  ['', 10],
  [undefined, 10],
])('reads %j as %d seconds', (value, seconds) => {
  expect(readRetryAfter(value, now)).toBe(seconds)
})
