import { validate, version } from 'uuid'
import { afterEach, expect, it, vi } from 'vitest'
import { newId } from './new-id.ts'

afterEach(() => void vi.restoreAllMocks())

const many = () => Array.from({ length: 20_000 }, newId)

it('makes UUIDs of version 7, each greater than the one before', () => {
  const ids = many()
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true)
  expect(ids).toEqual([...new Set(ids)].sort())
})

it('stays in order if more IDs are made in a millisecond than the counter counts, and if the clock is set back', () => {
  const now = Date.now() + 60_000
  const clock = vi.spyOn(Date, 'now').mockReturnValue(now)
  const before = many()
  clock.mockReturnValue(now - 3_600_000)
  const ids = [...before, ...many()]
  expect(ids).toEqual(ids.toSorted())
})

it('begins with the time', () => {
  const now = Date.now() + 120_000
  vi.spyOn(Date, 'now').mockReturnValue(now)
  expect(newId().replace('-', '').slice(0, 12)).toBe(now.toString(16).padStart(12, '0'))
})
