import { expect, it } from 'vitest'
import { lockedView } from '../../ground/testing/example-view.ts'
import { draftValuesOf, withDraft } from './draft-values.ts'
import { emptyValues, valuesOf } from './form-values.ts'

const saved = valuesOf(lockedView)

it('keeps what differs from what is saved, and never the secret', () => {
  const values = { ...saved, clientSecret: 'abc8Q~secret', userEmail: 'other@contoso.com', cloud: 'china' as const }
  expect(draftValuesOf(values, saved)).toEqual({ userEmail: 'other@contoso.com', cloud: 'china' })
  expect(draftValuesOf(saved, saved)).toEqual({})
})

it('keeps that a value was taken away', () => {
  const draft = draftValuesOf({ ...saved, userId: '' }, saved)
  expect(draft).toEqual({ userId: '' })
  expect(withDraft(saved, draft).userId).toBe('')
})

it('brings complete values back', () => {
  const values = { ...emptyValues, tenantId: 'fabrikam.com', secretExpiresOn: '2027-05-03' }
  expect(withDraft(emptyValues, draftValuesOf(values, emptyValues))).toEqual(values)
})

it('keeps nothing of a value that does not read as its field, which may be a secret', () => {
  const values = { ...emptyValues, userEmail: 'abc8Q~secret', tenantId: 'abc8Q~secret', userId: 'half-typed' }
  expect(draftValuesOf(values, emptyValues)).toEqual({})
})
