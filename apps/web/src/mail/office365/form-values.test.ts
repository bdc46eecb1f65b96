import { describe, expect, it } from 'vitest'
import { certificateView, lockedView, unconfiguredView, unlockedView } from '../../ground/testing/example-view.ts'
import { isChanged, keepsSecret, keptThumbprint, submissionOf, valuesOf } from './form-values.ts'

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

describe('submissionOf, for an app that signs in without a client secret', () => {
  const other = { ...saved, clientSecret: 'value', pem: 'PEM', password: 'opens it' }
  const credentialOf = (changes: Partial<typeof other>) => {
    const { credential, clientSecret, secretExpiresOn } = submissionOf({ ...other, ...changes }, 'required')
    expect({ clientSecret, secretExpiresOn }).toEqual({})
    return credential
  }
  it('asks for a new certificate with its validity', () => {
    expect(credentialOf({ credentialKind: 'certificate', certificate: 'made', validMonths: 6 })).toEqual({
      kind: 'certificate',
      validMonths: 6,
    })
  })
  it('keeps the saved certificate', () => {
    expect(credentialOf({ credentialKind: 'certificate', certificate: 'saved' })).toEqual({ kind: 'certificate' })
  })
  it('sends an own certificate, with a password only if one was entered', () => {
    const own = { credentialKind: 'certificate', certificate: 'own' } as const
    expect(credentialOf(own)).toEqual({ kind: 'certificate', pem: 'PEM', password: 'opens it' })
    expect(credentialOf({ ...own, password: '' })).toEqual({ kind: 'certificate', pem: 'PEM' })
  })
  it('sends only the kind of a federated credential', () => {
    expect(credentialOf({ credentialKind: 'federated' })).toEqual({ kind: 'federated' })
  })
})

describe('keptThumbprint', () => {
  const ofCertificate = valuesOf(certificateView)
  it('names the saved certificate for the same app only', () => {
    expect(ofCertificate.certificate).toBe('saved')
    expect(keptThumbprint(ofCertificate, certificateView)).toBe(certificateView.credential.thumbprint)
    expect(keptThumbprint({ ...ofCertificate, tenantId: 'fabrikam.com' }, certificateView)).toBeNull()
  })
  it('keeps none whose private key was lost', () => {
    const credential = { ...certificateView.credential, state: 'not-set' } as const
    expect(keptThumbprint(ofCertificate, { ...certificateView, credential })).toBeNull()
  })
  it('finds the one that sends while another credential waits', () => {
    const { thumbprint, expiresOn, kind } = certificateView.credential
    const credential = { kind: 'federated', expiresOn: null, state: 'waiting' } as const
    const view = { ...certificateView, credential: { ...credential, sendsWith: { kind, expiresOn, thumbprint } } }
    expect(keptThumbprint(ofCertificate, view)).toBe(thumbprint)
  })
})

it('keeps the secret that sends while another credential waits', () => {
  const credential = { kind: 'certificate', expiresOn: null, state: 'waiting' } as const
  expect(keepsSecret(saved, { ...unlockedView, credential })).toBe(true)
})

it('starts without a secret and unchanged', () => {
  expect(valuesOf(lockedView).clientSecret).toBe('')
  expect(isChanged(valuesOf(lockedView), valuesOf(lockedView))).toBe(false)
})
