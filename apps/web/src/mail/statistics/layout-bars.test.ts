import { describe, expect, it } from 'vitest'
import { layoutBar } from './layout-bars.ts'

const none = { accepted: 0, simulated: 0, cancelled: 0, unknown: 0, failed: 0 }

describe('layoutBar', () => {
  it('is empty for a day without mail', () => {
    expect(layoutBar(none, 100, 96)).toEqual([])
    expect(layoutBar(none, 0, 96)).toEqual([])
  })

  it('fills the height on the day with the most mail, from the bottom up', () => {
    expect(layoutBar({ ...none, accepted: 75, failed: 25 }, 100, 96)).toEqual([
      { outcome: 'accepted', y: 24, height: 72 },
      { outcome: 'failed', y: 0, height: 24 },
    ])
  })

  it('shows one failed message among a million', () => {
    const [accepted, failed] = layoutBar({ ...none, accepted: 999_999, failed: 1 }, 1_000_000, 96)
    expect(failed).toEqual({ outcome: 'failed', y: 0, height: 3 })
    expect(accepted?.height).toBeCloseTo(93)
  })

  it('shows a day with one message among days with a million', () => {
    expect(layoutBar({ ...none, accepted: 1 }, 1_000_000, 96)).toEqual([{ outcome: 'accepted', y: 93, height: 3 }])
  })

  it('never leaves its place, whatever the counts are', () => {
    for (const accepted of [0, 1, 7, 1_000])
      for (const failed of [0, 1, 9_000])
        for (const unknown of [0, 2])
          for (const { y, height } of layoutBar({ ...none, accepted, failed, unknown }, 10_002, 96)) {
            expect(y).toBeGreaterThanOrEqual(-1e-9)
            expect(height).toBeGreaterThan(0)
            expect(y + height).toBeLessThanOrEqual(96)
          }
  })
})
