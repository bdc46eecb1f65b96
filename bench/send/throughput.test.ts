import { describe, expect, it } from 'vitest'
import { median } from '../median.ts'
import type { Result } from './load.ts'
import { compareWithGoals } from './throughput.ts'

describe('a median', () => {
  it('is the mean of the two values in the middle if their number is even', () => {
    expect([median([3]), median([9, 1, 2]), median([4, 1, 10, 2]), median([])]).toEqual([3, 2, 3, Number.NaN])
  })
})

describe('a goal', () => {
  const resultOf = (perSecond: number): Result => ({
    perSecond,
    p50: 1,
    p99: 1,
    cpuPerThousand: 1,
    rssMb: 1,
    errors: 0,
  })
  const judge = (...perSecond: number[]) => {
    const rounds = perSecond.map(
      (one) =>
        new Map([
          ['one', resultOf(100)],
          ['two', resultOf(one)],
        ]),
    )
    return compareWithGoals(new Map([['cell', rounds]]), [{ cell: 'cell', name: 'two', reference: 'one', share: 1.6 }])
  }

  it('is met or missed only if every round says so', () => {
    expect(judge(160, 170, 190)).toEqual([
      '- cell, two: 1.70 of one (1.60 to 1.90); goal 1.6, met: reached in 3 of 3 rounds.',
    ])
    expect(judge(100, 120, 150)[0]).toContain('goal 1.6, **missed**: reached in 0 of 3 rounds')
    expect(judge(150, 170, 180)[0]).toContain('goal 1.6, **uncertain**: reached in 2 of 3 rounds')
    expect(judge(170)[0]).toContain('**uncertain**')
  })
})
