import { botIdSchema } from '@office365-email/shared/bot'
import { expect, it } from 'vitest'
import { botIdOfName } from './bot-id-of-name.ts'

it.each([
  ['Order confirmations', 'order-confirmations'],
  ['Crème brûlée (EU)', 'creme-brulee-eu'],
  ['  --Ops  ', 'ops'],
  ['日本', ''],
])('makes of %s the id %s', (name, id) => {
  expect(botIdOfName(name)).toBe(id)
})

it('keeps within the length that an id may have', () => {
  expect(botIdSchema.safeParse(botIdOfName('a b '.repeat(50))).success).toBe(true)
})
