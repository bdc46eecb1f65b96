import { botIdSchema } from '@office365-email/shared/bot'
import { expect, it } from 'vitest'
import { botIdOfName } from './bot-id-of-name.ts'

it.each([
  ['Order confirmations', 'order-confirmations'],
  ['Crème brûlée (EU)', 'creme-brulee-eu'],
  ['  --Ops  ', 'ops'],
  ['日本', ''],
])('turns %s into the id %s', (name, id) => {
  expect(botIdOfName(name)).toBe(id)
})

it('never exceeds the maximum length of an id', () => {
  expect(botIdSchema.safeParse(botIdOfName('a b '.repeat(50))).success).toBe(true)
})
