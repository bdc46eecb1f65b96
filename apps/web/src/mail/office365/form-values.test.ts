import { describe, expect, it } from 'vitest'
import { lockedView, unconfiguredView, unlockedView } from '../../ground/testing/example-view.ts'
import { isChanged, keepsSecret, submissionOf, valuesOf } from './form-values.ts'

const saved = valuesOf(unlockedView)

describe('keepsSecret', () => {
  it('keeps the saved secret for the same tenant, client and cloud', () => {
    expect(keepsSecret({ ...saved, userEmail: 'other@contoso.com' }, unlockedView)).toBe(true)
    expect(keepsSecret({ ...saved, tenantId: ` ${saved.tenantId.toUpperCase()}` }, unlockedView)).toBe(true)
  })
  it.each([
    { tenantId: '3f2504e0-4f89-41d3-9a0c-0305e82c3399' },
    { clientId: '3f2504e0-4f89-41d3-9a0c-0305e82c3399' },
    { cloud: 'china' as const },
  ])('asks for it again after %o', (change) => {
    expect(keepsSecret({ ...saved, ...change }, unlockedView)).toBe(false)
  })
  it('has no secret to keep before the first Submit', () => {
    expect(keepsSecret(valuesOf(unconfiguredView), unconfiguredView)).toBe(false)
  })
})

describe('submissionOf', () => {
  it('sends values as they will be saved', () => {
    const values = { ...saved, clientId: ` {${saved.clientId.toUpperCase()}} `, clientSecret: 'value' }
    expect(submissionOf(values, 'required')).toEqual({
      userEmail: 'orders@contoso.com',
      clientId: saved.clientId,
      tenantId: saved.tenantId,
      userId: saved.userId,
      clientSecret: 'value',
      secretExpiresOn: '2027-05-03',
      cloud: 'global',
      verification: 'required',
    })
  })
  it('leaves out an empty secret and an empty date', () => {
    const submission = submissionOf({ ...saved, secretExpiresOn: '' }, 'skip')
    expect(submission).not.toHaveProperty('clientSecret')
    expect(submission).not.toHaveProperty('secretExpiresOn')
  })
})

it('starts without a secret and unchanged', () => {
  expect(valuesOf(lockedView).clientSecret).toBe('')
  expect(isChanged(valuesOf(lockedView), valuesOf(lockedView))).toBe(false)
})
