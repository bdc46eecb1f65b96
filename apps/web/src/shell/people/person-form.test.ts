import type { PersonView } from '@office365-email/shared/person'
import { describe, expect, it } from 'vitest'
import { additionOf, changesOf, findPersonFaults, formOf } from './person-form.ts'

const grace: PersonView = {
  id: 'u2',
  email: 'grace@example.com',
  name: 'Grace Hopper',
  role: 'admin',
  botIds: ['orders', 'alerts'],
  createdAt: '2026-05-03T09:00:00Z',
}
const empty = formOf(null)

describe('a new person', () => {
  it('needs an address and, as an admin, a bot', () => {
    expect(Object.keys(findPersonFaults(empty, null))).toEqual(['email', 'botIds'])
  })
  it('needs neither name, password nor bots as an owner', () => {
    const form = { ...empty, email: ' grace@example.com ', role: 'owner' as const }
    expect(findPersonFaults(form, null)).toEqual({})
    expect(additionOf(form)).toEqual({ email: 'grace@example.com', role: 'owner' })
  })
  it('cannot have a short password', () => {
    const form = { ...empty, email: 'grace@example.com', botIds: 'all' as const, password: 'short' }
    expect(findPersonFaults(form, null)).toEqual({ password: expect.stringContaining('12') })
  })
})

describe('a change of a person', () => {
  const form = formOf(grace)
  it('is empty if only the order of the bots differs', () => {
    expect(changesOf({ ...form, botIds: ['alerts', 'orders'] }, grace)).toBeNull()
  })
  it('contains only what differs', () => {
    expect(changesOf({ ...form, botIds: 'all', password: 'correct horse battery' }, grace)).toEqual({
      botIds: 'all',
      password: 'correct horse battery',
    })
  })
  it('contains no bots for a new owner', () => {
    expect(changesOf({ ...form, role: 'owner' }, grace)).toEqual({ role: 'owner' })
  })
  it('starts without a bot when an owner becomes an admin', () => {
    expect(formOf({ ...grace, role: 'owner', botIds: 'all' }).botIds).toEqual([])
  })
})
