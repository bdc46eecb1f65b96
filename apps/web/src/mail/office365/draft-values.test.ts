import { expect, it } from 'vitest'
import { lockedView } from '../../ground/testing/example-view.ts'
import { draftValuesOf, withDraft } from './draft-values.ts'
import { emptyValues, valuesOf } from './form-values.ts'

const saved = valuesOf(lockedView)

it('keeps the values that differ from the saved ones, and never the secret', () => {
  const values = { ...saved, clientSecret: 'abc8Q~secret', userEmail: 'other@contoso.com', cloud: 'china' as const }
  expect(draftValuesOf(values, saved)).toEqual({ userEmail: 'other@contoso.com', cloud: 'china' })
  expect(draftValuesOf(saved, saved)).toEqual({})
})

it('keeps how the app is to sign in, and never a private key or its password', () => {
  const values = {
    ...saved,
    credentialKind: 'certificate',
    certificate: 'own',
    pem: 'key',
    password: 'opens it',
  } as const
  const draft = draftValuesOf(values, saved)
  expect(draft).toEqual({ credentialKind: 'certificate' })
  expect(withDraft(saved, draft)).toEqual({ ...saved, credentialKind: 'certificate' })
})

it('falls back to a client secret if the cloud has no federated credentials', () => {
  expect(withDraft(saved, { credentialKind: 'federated', cloud: 'govsg' }).credentialKind).toBe('client-secret')
})

it('keeps that a value was removed', () => {
  const draft = draftValuesOf({ ...saved, userId: '' }, saved)
  expect(draft).toEqual({ userId: '' })
  expect(withDraft(saved, draft).userId).toBe('')
})

it('restores complete values', () => {
  const values = { ...emptyValues, tenantId: 'fabrikam.com', secretExpiresOn: '2027-05-03' }
  expect(withDraft(emptyValues, draftValuesOf(values, emptyValues))).toEqual(values)
})

it('does not keep a value that is not valid for its field, because it may be a secret', () => {
  const values = { ...emptyValues, userEmail: 'abc8Q~secret', tenantId: 'abc8Q~secret', userId: 'half-typed' }
  expect(draftValuesOf(values, emptyValues)).toEqual({})
})
