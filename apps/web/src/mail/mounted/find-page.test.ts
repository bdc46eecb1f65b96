import { expect, it } from 'vitest'
import { findPage } from './find-page.ts'

const basename = '/settings/email-feature'

it.each([
  ['/bots/orders/settings/email/office365', 'office365', 'orders'],
  ['/bots/orders/settings/email/office365/entra', 'entra', 'orders'],
  ['/bots/orders/messages', 'messages', 'orders'],
  ['/alerts', 'alerts', null],
  ['/troubleshooting', 'troubleshooting', null],
])('finds the page at %s', (path, name, botId) => {
  expect(findPage(basename, `${basename}${path}`)).toEqual({ name, botId, path: `${basename}${path}` })
})

it('finds none at a path of the host', () => {
  expect(findPage(basename, '/settings/people')).toBeNull()
  expect(findPage(basename, '/bots/orders/messages')).toBeNull()
})
