import type { AlertChannelView } from '@office365-email/shared/alert-channel'
import { describe, expect, it } from 'vitest'
import {
  additionOf,
  changeOf,
  findChannelFaults,
  findTargetFaults,
  formOf,
  isTargetKept,
  targetOf,
} from './channel-form.ts'

const saved: AlertChannelView = {
  version: 1,
  id: 'one',
  kind: 'ntfy',
  name: 'On call',
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: { kind: 'person', id: 'p', name: 'Ada' },
  address: { host: 'ntfy.sh', ending: 'abcd', hasToken: true },
  email: null,
  types: ['mail-fails'],
  botIds: ['orders'],
  quietHours: { timeZone: 'Europe/Berlin', from: '22:00', to: '07:00', days: [1, 2], letUrgentThrough: false },
  collectMinutes: 30,
  lastDelivery: null,
  failingSince: null,
  waiting: 0,
}
const filled = { ...formOf(null), name: 'On call', url: ' https://hooks.slack.com/services/x ' }

describe('the form of a channel', () => {
  it('keeps what is saved, and sends no secret that was not entered again', () => {
    const form = formOf(saved)
    expect(findChannelFaults(form, true)).toEqual({})
    expect(isTargetKept(form)).toBe(true)
    const { quietHours, types, botIds, name, collectMinutes } = saved
    expect(changeOf(form)).toEqual({ quietHours, types, botIds, name, collectMinutes })
    expect(changeOf({ ...form, token: 'tk_2' })).toMatchObject({ token: 'tk_2' })
  })

  it('sends a new channel with everything that was chosen', () => {
    expect(additionOf(filled)).toEqual({
      kind: 'slack',
      name: 'On call',
      url: 'https://hooks.slack.com/services/x',
      types: 'all',
      botIds: 'all',
      collectMinutes: 5,
      quietHours: null,
    })
    expect(additionOf({ ...filled, kind: 'webhook' })).not.toHaveProperty('collectMinutes')
  })

  it('reads recipients with any separator', () => {
    const form = {
      ...filled,
      kind: 'email' as const,
      senderBotId: 'orders',
      to: 'ada@example.com; grace@example.com\n',
    }
    expect(targetOf(form)).toEqual({
      kind: 'email',
      senderBotId: 'orders',
      to: ['ada@example.com', 'grace@example.com'],
    })
    expect(findTargetFaults({ ...form, to: 'ada' }, false)).toMatchObject({ to: expect.any(String) })
    expect(findTargetFaults({ ...form, senderBotId: '' }, true)).toMatchObject({ senderBotId: expect.any(String) })
  })

  it.each([
    [{ name: ' ' }, 'name'],
    [{ url: '' }, 'url'],
    [{ types: [] }, 'types'],
    [{ botIds: [] }, 'botIds'],
    [{ isQuiet: true, days: [] }, 'quietHours'],
    [{ isQuiet: true, from: '08:00', until: '08:00' }, 'quietHours'],
  ])('finds what is missing in %j', (change, field) => {
    expect(Object.keys(findChannelFaults({ ...filled, ...change }, false))).toEqual([field])
  })
})
