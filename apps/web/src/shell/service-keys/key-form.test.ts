import { describe, expect, it } from 'vitest'
import { emptyKeyForm, findKeyFaults, keyRequestOf } from './key-form.ts'

const now = new Date(2026, 10, 23, 14, 30)
const filled = { ...emptyKeyForm, name: ' Orders ', botIds: ['orders'] }

describe('findKeyFaults', () => {
  it('asks for a name, a scope and a bot', () => {
    expect(Object.keys(findKeyFaults({ ...emptyKeyForm, scopes: [] }, now))).toEqual(['name', 'scopes', 'botIds'])
  })
  it('accepts a key for all bots and a key that expires today', () => {
    expect(findKeyFaults({ ...filled, botIds: 'all', expiresOn: '2026-11-23' }, now)).toEqual({})
  })
  it('refuses a past day', () => {
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
  it('leaves out empty fields', () => {
    expect(keyRequestOf(filled)).toEqual({ name: 'Orders', scopes: ['messages:send'], botIds: ['orders'] })
  })
  it('expires the key at the end of its last day, and limits its recipients', () => {
    expect(
      keyRequestOf({ ...filled, expiresOn: '2026-12-01', domains: 'contoso.com;  fabrikam.com', quota: '50' }),
    ).toMatchObject({
      expiresAt: new Date(2026, 11, 1, 23, 59, 59).toISOString(),
      recipientDomains: ['contoso.com', 'fabrikam.com'],
      dailyQuota: 50,
    })
  })
  it('sets no sending limits for a key that cannot send', () => {
    const request = keyRequestOf({ ...filled, scopes: ['messages:read'], domains: 'contoso.com', quota: '5' })
    expect(request).not.toHaveProperty('recipientDomains')
    expect(request).not.toHaveProperty('dailyQuota')
  })
})
