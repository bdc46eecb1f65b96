import { renderHook } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { steady, useSteadyList } from './use-steady-list.ts'

const entry = (id: string, state = 'queued') => ({ id, state })

describe('a list at which a person is', () => {
  it('keeps its entries in their places, with what is now known about them', () => {
    const shown = [entry('5'), entry('4'), entry('3')]
    const latest = [entry('7'), entry('6'), entry('5', 'accepted'), entry('3')]
    expect(steady(shown, latest)).toEqual([entry('5', 'accepted'), entry('4'), entry('3')])
  })
  it('takes older entries that were asked for', () => {
    expect(steady([entry('5')], [entry('6'), entry('5'), entry('2')])).toEqual([entry('5'), entry('2')])
  })
  it('takes everything if it was empty', () => {
    expect(steady([], [entry('1')])).toEqual([entry('1')])
  })
})

describe('another search', () => {
  it('replaces the list at which a person is, as soon as its results arrive', () => {
    const [before, after] = [[entry('5')], [entry('4')]]
    const { result, rerender } = renderHook(({ latest, subject }) => useSteadyList(latest, { isHeld: true, subject }), {
      initialProps: { latest: before, subject: 'first' as string | null },
    })
    rerender({ latest: before, subject: null })
    expect(result.current.shown).toEqual(before)
    rerender({ latest: after, subject: 'second' })
    expect(result.current.shown).toEqual(after)
  })
})
