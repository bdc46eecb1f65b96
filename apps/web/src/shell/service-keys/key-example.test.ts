import { expect, it } from 'vitest'
import { exampleServiceKey } from '../../ground/testing/example-service-key.ts'
import { keyExample } from './key-example.ts'

const apiUrl = 'https://mail.example.com/api/v1'

it.each([
  ['messages:send', `${apiUrl}/bots/orders/messages`],
  ['messages:read', `${apiUrl}/bots/orders/messages`],
  ['configuration:read', `${apiUrl}/bots/orders/office365`],
  ['bots:write', `${apiUrl}/bots`],
] as const)('shows a use of a key with %s, without the key', (scope, url) => {
  const example = keyExample({ ...exampleServiceKey, scopes: [scope] }, 'first', apiUrl)
  expect(example).toContain(`curl '${url}'`)
  expect(example).toContain('Bearer $SERVICE_KEY')
})

it('uses the first bot for a key for all bots', () => {
  expect(keyExample({ ...exampleServiceKey, botIds: 'all' }, 'first', apiUrl)).toContain('/bots/first/messages')
})
