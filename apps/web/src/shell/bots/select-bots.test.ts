import type { Bot } from '@office365-email/shared/bot'
import { describe, expect, it } from 'vitest'
import { countKinds, describeBot, selectBots } from './select-bots.ts'

const now = new Date('2026-11-23T12:00:00Z')
const bot = (id: string, office365: Partial<Bot['office365']> = {}) =>
  describeBot(
    {
      id,
      name: id,
      office365: {
        state: 'locked',
        health: 'working',
        userEmail: `${id}@contoso.com`,
        secretExpiresOn: null,
        ...office365,
      },
    },
    now,
  )
const bots = [
  bot('orders'),
  bot('alerts', { health: 'failing' }),
  bot('bot-10', { state: 'unconfigured', health: 'untested', userEmail: null }),
  bot('bot-9', { state: 'unconfigured', health: 'untested', userEmail: null }),
  bot('invoices', { secretExpiresOn: '2026-11-30' }),
]
const ids = (filter: Partial<Parameters<typeof selectBots>[1]>) =>
  selectBots(bots, { search: '', kind: null, ...filter }).map((listed) => listed.bot.id)

describe('selectBots', () => {
  it('puts bots that need attention first and sorts numbers in names by value', () => {
    expect(ids({})).toEqual(['alerts', 'invoices', 'bot-9', 'bot-10', 'orders'])
  })
  it('finds a bot by its mailbox, in any case', () => {
    expect(ids({ search: ' ORDERS@contoso ' })).toEqual(['orders'])
  })
  it('filters by state', () => {
    expect(ids({ kind: 'not-set-up' })).toEqual(['bot-9', 'bot-10'])
  })
  it('does not reorder the list that it was given', () => {
    ids({})
    expect(bots[0]?.bot.id).toBe('orders')
  })
})

it('counts each state', () => {
  expect(countKinds(bots).get('not-set-up')).toBe(2)
})
