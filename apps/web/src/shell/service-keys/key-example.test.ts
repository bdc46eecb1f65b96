import { expect, it } from 'vitest'
import { exampleServiceKey } from '../../ground/testing/example-service-key.ts'
import { keyExample } from './key-example.ts'

const origin = 'https://mail.example.com'

it.each([
  ['messages:send', `${origin}/api/v1/bots/orders/messages`],
  ['messages:read', `${origin}/api/v1/bots/orders/messages`],
  ['configuration:read', `${origin}/api/v1/bots/orders/office365`],
  ['bots:write', `${origin}/api/v1/bots`],
] as const)('shows what a key with %s is for, without the key', (scope, url) => {
  const example = keyExample({ ...exampleServiceKey, scopes: [scope] }, 'first', origin)
  expect(example).toContain(`curl '${url}'`)
  expect(example).toContain('Bearer $SERVICE_KEY')
})

it('takes the first bot for a key that reaches all', () => {
  expect(keyExample({ ...exampleServiceKey, botIds: 'all' }, 'first', origin)).toContain('/bots/first/messages')
})
