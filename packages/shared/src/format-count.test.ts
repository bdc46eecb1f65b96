import { expect, it } from 'vitest'
import { formatCount } from './format-count.ts'

it.each([
  [0, '0 entries'],
  [1, '1 entry'],
  [1_234, '1,234 entries'],
])('formats the count %i', (count, text) => {
  expect(formatCount(count, 'entry', 'entries')).toBe(text)
})

it('adds an s to the noun if no plural is given', () => {
  expect([formatCount(1, 'bot'), formatCount(2, 'bot')]).toEqual(['1 bot', '2 bots'])
})
