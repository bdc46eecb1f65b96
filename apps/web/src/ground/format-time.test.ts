import { describe, expect, it } from 'vitest'
import { daysUntil, formatDate, formatDaysUntil, formatTime } from './format-time.ts'

const now = new Date(2026, 10, 23, 14, 30)
const at = (...parts: [number, number, number, number, number]) => new Date(...parts).toISOString()

describe('formatTime', () => {
  it('names today and yesterday', () => {
    expect(formatTime(at(2026, 10, 23, 14, 2), now)).toBe('today at 14:02')
    expect(formatTime(at(2026, 10, 22, 23, 59), now)).toBe('yesterday at 23:59')
  })
  it('gives the date of any other day', () => {
    expect(formatTime(at(2026, 4, 3, 9, 5), now)).toBe('3 May 2026 at 09:05')
  })
})

describe('calendar dates', () => {
  it('are the same day in every zone', () => {
    expect(formatDate('2027-05-03')).toBe('3 May 2027')
  })
  it('are counted in whole days', () => {
    expect(daysUntil('2026-11-23', now)).toBe(0)
    expect(daysUntil('2026-11-30', now)).toBe(7)
    expect(daysUntil('2026-11-20', now)).toBe(-3)
  })
  it('are named relative to today', () => {
    expect([0, 1, 7, -3].map(formatDaysUntil)).toEqual(['today', 'tomorrow', 'in 7 days', '3 days ago'])
  })
})
