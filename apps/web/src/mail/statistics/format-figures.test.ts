import { describe, expect, it } from 'vitest'
import {
  formatDuration,
  formatMonth,
  formatShare,
  formatShort,
  monthsBetween,
  monthsInYearFrom,
} from './format-figures.ts'

const plain = (text: string) => text.replaceAll('\u00a0', ' ')

describe('figures', () => {
  it.each([
    [0, '0'],
    [12_345, '12,345'],
    [99_999, '99,999'],
    [1_234_567, '1.2M'],
  ])('shorten %d to %s', (count, text) => {
    expect(formatShort(count)).toBe(text)
  })

  it.each([
    [1, '100%'],
    [0.99999, '> 99.9%'],
    [0.985, '98.5%'],
    [0.0001, '< 0.1%'],
    [0, '0%'],
  ])('write the share %d as %s', (share, text) => {
    expect(plain(formatShare(share))).toBe(text)
  })

  it.each([
    [224, '0.22 s'],
    [4_190, '4.2 s'],
    [59_000, '59 s'],
    [720_000, '12 min'],
    [10_800_000, '3 h'],
  ])('write %d ms as %s', (milliseconds, text) => {
    expect(plain(formatDuration(milliseconds))).toBe(text)
  })
})

describe('months', () => {
  it('are all from the first to the last day', () => {
    expect(monthsBetween('2026-11-30', '2027-02-01')).toEqual(['2026-11', '2026-12', '2027-01', '2027-02'])
    expect(monthsBetween('2026-01-01', '2026-12-31')).toHaveLength(12)
  })

  it('have their year', () => {
    expect(formatMonth('2026-09')).toBe('Sep 26')
  })
})

it.each([
  ['2026-12-01', '2027-11-30'],
  ['2026-12-02', '2027-12-01'],
  ['2027-01-01', '2027-12-31'],
  ['2027-02-28', '2028-02-27'],
  ['2028-02-29', '2029-02-28'],
])('knows how many months the year from %s touches before the server says it', (from, to) => {
  expect(monthsInYearFrom(new Date(`${from}T23:30:00Z`))).toBe(monthsBetween(from, to).length)
})
