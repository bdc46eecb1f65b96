import { expect, it } from 'vitest'
import { listNames } from './list-names.ts'

it('names the first three and counts the others', () => {
  expect(listNames(['a', 'b', 'c'])).toBe('a, b, c')
  expect(listNames(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more')
})
