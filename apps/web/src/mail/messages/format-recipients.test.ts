import { expect, it } from 'vitest'
import { formatRecipients } from './format-recipients.ts'

it('names the first recipient and counts the others', () => {
  expect(formatRecipients([{ address: 'a@x.co', name: 'A' }])).toBe('a@x.co')
  expect(formatRecipients([{ address: 'a@x.co' }, { address: 'b@x.co' }, { address: 'c@x.co' }])).toBe(
    'a@x.co and 2 more',
  )
  expect(formatRecipients([])).toBe('–')
})
