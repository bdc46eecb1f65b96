import fc from 'fast-check'
import { expect, it } from 'vitest'
import { longestWaitMs, nextAttemptAfter } from './retry-schedule.ts'

const at = (failures: number, random: number) =>
  nextAttemptAfter({ now: 0, takenAt: 0, failures, retryAfterSeconds: null }, () => random)

it('waits longer after each failure, plus or minus a fifth', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7].map((failures) => (at(failures, 0.5) ?? 0) / 1_000)).toEqual([
    15, 60, 300, 900, 3_600, 10_800, 21_600, 43_200,
  ])
  expect(at(0, 0)).toBe(12_000)
  expect(at(0, 1)).toBe(18_000)
})

it('never tries sooner than Microsoft asks, nor more than a tenth or three seconds later', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3_600 }),
      fc.nat(20),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (seconds, failures, random) => {
        const next = nextAttemptAfter({ now: 0, takenAt: 0, failures, retryAfterSeconds: seconds }, () => random) ?? 0
        expect(next).toBeGreaterThanOrEqual(seconds * 1_000)
        expect(next).toBeLessThanOrEqual(seconds * 1_000 + Math.min(seconds * 100, 3_000) + 1)
      },
    ),
  )
})

it('gives up rather than send after 24 hours', () => {
  fc.assert(
    fc.property(fc.nat(2 * longestWaitMs), fc.nat(20), (age, failures) => {
      const next = nextAttemptAfter({ now: age, takenAt: 0, failures, retryAfterSeconds: null })
      expect(next === null || next < longestWaitMs).toBe(true)
    }),
  )
})
