import type { QuietHours } from '@office365-email/shared/alert-channel'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { quietUntil } from './quiet-hours.ts'

const everyDay = [1, 2, 3, 4, 5, 6, 7]
const night: QuietHours = {
  timeZone: 'Europe/Berlin',
  from: '22:00',
  to: '07:00',
  days: everyDay,
  letUrgentThrough: true,
}
const endOf = (changes: Partial<QuietHours>, at: string) =>
  quietUntil({ ...night, ...changes }, new Date(at))?.toISOString() ?? null

it.each([
  ['in the evening', {}, '2027-03-10T21:30:00Z', '2027-03-11T06:00:00.000Z'],
  ['after midnight', {}, '2027-03-11T05:59:30Z', '2027-03-11T06:00:00.000Z'],
  ['at their end', {}, '2027-03-11T06:00:00Z', null],
  ['before they begin', {}, '2027-03-10T20:59:59Z', null],
  ['when they begin', {}, '2027-03-10T21:00:00Z', '2027-03-11T06:00:00.000Z'],
  ['in another time zone', { timeZone: 'America/New_York' }, '2027-03-10T21:30:00Z', null],
  ['by day', { from: '09:00', to: '17:10' }, '2027-03-10T09:00:00Z', '2027-03-10T16:10:00.000Z'],
  ['on another day', { days: [1] }, '2027-03-10T21:30:00Z', null],
  ['after the day on which they began', { days: [3] }, '2027-03-11T05:00:00Z', '2027-03-11T06:00:00.000Z'],
  ['for a weekend', { from: '00:00', to: '00:00', days: [6, 7] }, '2027-03-13T12:00:00Z', '2027-03-14T23:00:00.000Z'],
  [
    'for all days but one',
    { from: '00:00', to: '00:00', days: [2, 3, 4, 5, 6, 7] },
    '2027-03-09T08:00:00Z',
    '2027-03-14T23:00:00.000Z',
  ],
  ['when clocks go forward', {}, '2027-03-28T00:30:00Z', '2027-03-28T05:00:00.000Z'],
  ['when clocks go back', {}, '2027-10-31T00:30:00Z', '2027-10-31T06:00:00.000Z'],
  [
    'after a day that has one minute between them',
    { from: '01:47', to: '01:46' },
    '2027-01-10T08:00:00Z',
    '2027-01-11T00:46:00.000Z',
  ],
  ['in a zone of 45 minutes', { timeZone: 'Asia/Kathmandu' }, '2027-03-10T18:00:00Z', '2027-03-11T01:15:00.000Z'],
])('end %s', (_when, changes, at, end) => {
  expect(endOf(changes, at)).toBe(end)
})

it('end always, at the first minute that is not quiet', () => {
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`)
  const zones = fc.constantFrom('Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'UTC', 'Asia/Kathmandu')
  const moments = fc.integer({ min: Date.parse('2027-01-01'), max: Date.parse('2028-01-01') })
  fc.assert(
    fc.property(zones, time, time, fc.subarray(everyDay, { minLength: 1 }), moments, (timeZone, from, to, days, ms) => {
      fc.pre(from !== to || days.length < 7)
      const quiet = { ...night, timeZone, from, to, days }
      const end = quietUntil(quiet, new Date(ms))
      if (end === null) return
      expect(end.getTime()).toBeGreaterThan(ms - 60_000)
      expect(quietUntil(quiet, end)).toBeNull()
      expect(quietUntil(quiet, new Date(end.getTime() - 60_000))).not.toBeNull()
    }),
    { numRuns: 60 },
  )
})
