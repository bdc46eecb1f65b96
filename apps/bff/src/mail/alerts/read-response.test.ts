import { expect, it } from 'vitest'
import { readPause, toExcerpt } from './read-response.ts'

const now = new Date('2027-03-10T12:00:00Z')
const pauseOf = (retryAfter: string | null, status = 429) => readPause({ status, retryAfter, text: '' }, now)

it.each([
  ['90', 90_000],
  ['0.65', 650],
  ['Wed, 10 Mar 2027 12:02:00 GMT', 120_000],
  ['Wed, 10 Mar 2027 11:00:00 GMT', null],
  ['0', null],
  ['-5', null],
  ['soon', null],
  ['999999999', 24 * 60 * 60_000],
  [null, null],
])('waits after Retry-After: %s', (retryAfter, ms) => {
  expect(pauseOf(retryAfter)).toBe(ms)
})

it('waits only if the receiver is asked too often, or not ready', () => {
  expect([200, 404, 429, 503].map((status) => pauseOf('5', status))).toEqual([null, null, 5_000, 5_000])
})

it.each([
  ['ok\r\n', 'ok'],
  ['<html><body><script>alert(1)</script>Not found</body></html>', 'alert(1) Not found'],
  ['bidi \u202Etxet\u0000 \u001b[31mred', 'bidi txet [31mred'],
  ['no /services/T0/B0/aToken here, aToken', 'no [secret] here, [secret]'],
  ['', null],
  ['🚨'.repeat(300), `${'🚨'.repeat(99)}…`],
])('shows %j as plain text without secrets', (text, excerpt) => {
  expect(toExcerpt({ status: 400, retryAfter: null, text }, ['aToken', '/services/T0/B0/aToken'])).toBe(excerpt)
})
