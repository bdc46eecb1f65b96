import type { Bot } from '@office365-email/shared/bot'
import { expect, it } from 'vitest'
import { findBots } from './find-bots.ts'

const botOf = (id: string, name: string): Bot => ({
  id,
  name,
  office365: { state: 'unconfigured', health: 'untested', userEmail: null, secretExpiresOn: null },
})
const bots = [botOf('a', 'Daily orders'), botOf('b', 'Orders'), botOf('order-log', 'Log')]

it('finds bots by name and ID, names that begin with the search first', () => {
  expect(findBots(bots, ' ORDER').map(({ name }) => name)).toEqual(['Orders', 'Daily orders', 'Log'])
  expect(findBots(bots, '')).toEqual(bots)
  expect(findBots(bots, 'nobody')).toEqual([])
})
