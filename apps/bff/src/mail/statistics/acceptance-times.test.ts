import { describe, expect, it } from 'vitest'
import { acceptanceTimeOf, acceptanceTimes, percentileOf } from './acceptance-times.ts'
import { noCounts } from './mail-counts.ts'

describe('acceptanceTimeOf', () => {
  it.each([
    [0, 'in125ms'],
    [125, 'in125ms'],
    [126, 'in250ms'],
    [1_000, 'in1s'],
    [59_000, 'in1min'],
    [10_800_001, 'later'],
    [999_999_999, 'later'],
    // The clock may be set back.
    [-5, 'in125ms'],
  ])('puts %d ms into %s', (milliseconds, name) => {
    expect(acceptanceTimeOf(milliseconds)).toBe(name)
  })
})

describe('percentileOf', () => {
  it('is null without messages', () => {
    expect(percentileOf(noCounts(), 0.5)).toBeNull()
  })

  it('is within the interval of the message that it is about', () => {
    const counts = { ...noCounts(), in250ms: 90, in30min: 10 }
    const p50 = percentileOf(counts, 0.5)
    const p95 = percentileOf(counts, 0.95)
    expect(p50).toBeGreaterThan(125)
    expect(p50).toBeLessThanOrEqual(250)
    expect(p95).toBeGreaterThan(300_000)
    expect(p95).toBeLessThanOrEqual(1_800_000)
  })

  it('is at most twice or half of the true time up to 16 seconds', () => {
    for (const time of [70, 130, 300, 999, 1_800, 5_000, 15_000]) {
      const estimate = percentileOf({ ...noCounts(), [acceptanceTimeOf(time)]: 7 }, 0.5) ?? 0
      expect(estimate / time).toBeGreaterThan(0.5)
      expect(estimate / time).toBeLessThan(2)
    }
  })

  it('ends with the longest time that a message waits', () => {
    expect(percentileOf({ ...noCounts(), later: 1 }, 1)).toBe(acceptanceTimes.later)
  })
})
