import { describe, expect, it } from 'vitest'
import { emptyKeyForm, findKeyFaults, keyRequestOf } from './key-form.ts'

const now = new Date(2026, 10, 23, 14, 30)
const filled = { ...emptyKeyForm, name: ' Orders ', botIds: ['orders'] }

describe('findKeyFaults', () => {
  it('asks for a name, a scope and a bot', () => {
    expect(Object.keys(findKeyFaults({ ...emptyKeyForm, scopes: [] }, now))).toEqual(['name', 'scopes', 'botIds'])
  })
  it('finds nothing wrong with a key for all bots, or one that ends today', () => {
    expect(findKeyFaults({ ...filled, botIds: 'all', expiresOn: '2026-11-23' }, now)).toEqual({})
  })
  it('refuses a day that is past', () => {
    expect(findKeyFaults({ ...filled, expiresOn: '2026-11-22' }, now)).toHaveProperty('expiresAt')
  })
  it.each(['contoso', 'contoso.com, @', 'a@contoso.com'])('refuses %s as domains', (domains) => {
    expect(findKeyFaults({ ...filled, domains }, now)).toHaveProperty('recipientDomains')
  })
  it.each(['0', '-1', '1.5', '1000001', 'many'])('refuses %s recipients a day', (quota) => {
    expect(findKeyFaults({ ...filled, quota }, now)).toHaveProperty('dailyQuota')
  })
})

describe('keyRequestOf', () => {
  it('leaves out what was left empty', () => {
    expect(keyRequestOf(filled)).toEqual({ name: 'Orders', scopes: ['messages:send'], botIds: ['orders'] })
  })
  it('ends the key with its last day, and limits where it sends', () => {
    expect(
      keyRequestOf({ ...filled, expiresOn: '2026-12-01', domains: 'contoso.com;  fabrikam.com', quota: '50' }),
    ).toMatchObject({
      expiresAt: new Date(2026, 11, 1, 23, 59, 59).toISOString(),
      recipientDomains: ['contoso.com', 'fabrikam.com'],
      dailyQuota: 50,
    })
  })
  it('limits no sending for a key that does not send', () => {
    const request = keyRequestOf({ ...filled, scopes: ['messages:read'], domains: 'contoso.com', quota: '5' })
    expect(request).not.toHaveProperty('recipientDomains')
    expect(request).not.toHaveProperty('dailyQuota')
  })
})
