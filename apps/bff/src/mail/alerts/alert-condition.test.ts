import { describe, expect, it } from 'vitest'
import { type Condition, decideCondition, type ReportedCondition } from './alert-condition.ts'

const minuteMs = 60_000
const start = new Date('2026-05-03T10:00:00Z')
const after = (minutes: number) => new Date(start.getTime() + minutes * minuteMs)

const conditionOf = (changes: Partial<Condition> = {}): Condition => ({
  id: 'queue',
  alert: { type: 'quota-near', title: 'Almost full', bot: null, advice: 'Wait.', url: 'https://dashboard.example/' },
  ending: { type: 'quota-recovered', title: 'Room again' },
  mark: '',
  repeatAfterMs: 0,
  endsAfterMs: 15 * minuteMs,
  ...changes,
})
const full = conditionOf({ alert: { type: 'quota-reached', title: 'Full', bot: null, url: '' } })

/** The titles of the alerts of several rounds: for each, the minutes since the start and the condition. */
function titlesOf(rounds: [number, Condition | null][]): string[] {
  let reported: ReportedCondition | null = null
  return rounds.flatMap(([minutes, current]) => {
    const decision = decideCondition(reported, current, after(minutes))
    reported = decision.reported
    return decision.alert ? [decision.alert.title] : []
  })
}

describe('a condition', () => {
  it('is reported once when it begins, and once when it has been over for a while', () => {
    const near = conditionOf()
    expect(
      titlesOf([
        [0, near],
        [1, near],
        [2, null],
        [16, null],
        [17, null],
        [18, null],
        [60, null],
      ]),
    ).toEqual(['Almost full', 'Room again'])
  })

  it('that comes and goes is one condition', () => {
    const near = conditionOf()
    expect(
      titlesOf([
        [0, near],
        [1, null],
        [10, near],
        [11, null],
        [20, near],
        [21, null],
        [36, null],
      ]),
    ).toEqual(['Almost full', 'Room again'])
  })

  it('that gets worse is reported again, and one that gets better is not', () => {
    const near = conditionOf()
    expect(
      titlesOf([
        [0, near],
        [1, full],
        [2, near],
        [3, full],
      ]),
    ).toEqual(['Almost full', 'Full'])
  })

  it('that has news is reported again, but only after some time', () => {
    const of = (mark: string) => conditionOf({ mark, repeatAfterMs: 60 * minuteMs })
    expect(
      titlesOf([
        [0, of('1')],
        [30, of('2')],
      ]),
    ).toHaveLength(1)
    expect(
      titlesOf([
        [0, of('1')],
        [60, of('2')],
        [61, of('3')],
      ]),
    ).toHaveLength(2)
    expect(
      titlesOf([
        [0, of('2')],
        [60, of('1')],
      ]),
    ).toHaveLength(1)
  })

  it('can end without an alert', () => {
    expect(
      titlesOf([
        [0, conditionOf({ ending: null })],
        [1, null],
        [30, null],
      ]),
    ).toEqual(['Almost full'])
  })

  it('ends with an alert about the same thing, without advice', () => {
    const { reported } = decideCondition(null, conditionOf({ endsAfterMs: 0 }), start)
    expect(decideCondition(reported, null, after(1))).toEqual({
      alert: {
        type: 'quota-recovered',
        at: after(1).toISOString(),
        title: 'Room again',
        bot: null,
        url: 'https://dashboard.example/',
      },
      reported: null,
    })
  })
})
