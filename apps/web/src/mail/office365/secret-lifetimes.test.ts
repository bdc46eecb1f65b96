import { expect, it } from 'vitest'
import { dateInMonths } from './secret-lifetimes.ts'

it.each([
  [6, new Date(2026, 10, 23), '2027-05-23'],
  [12, new Date(2026, 10, 23), '2027-11-23'],
  [24, new Date(2028, 1, 29), '2030-02-28'],
  [6, new Date(2026, 7, 31), '2027-02-28'],
] as const)('counts %i months', (months, now, date) => {
  expect(dateInMonths(months, now)).toBe(date)
})
