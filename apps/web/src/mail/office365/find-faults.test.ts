import { describe, expect, it } from 'vitest'
import { lockedView } from '../../ground/testing/example-view.ts'
import { faultsOfErrors, faultyFields, findFault, findFaults, findNote } from './find-faults.ts'
import { formTexts } from './form-texts.ts'
import { emptyValues, type FormValues, valuesOf } from './form-values.ts'

const filled = { ...valuesOf(lockedView), clientSecret: 'aZ8~q_some.value' }
const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'

describe('findFaults', () => {
  it('finds no fault in valid values', () => {
    expect(findFaults(filled, { secretKept: false })).toEqual({})
  })
  it('asks for each missing value, in the order of the form', () => {
    const empty = { ...filled, userEmail: '', clientId: '', tenantId: '', clientSecret: '', userId: '' }
    expect(faultyFields(findFaults(empty, { secretKept: false }))).toEqual([
      'userEmail',
      'clientId',
      'tenantId',
      'clientSecret',
      'userId',
    ])
  })
  it('allows an empty secret if the saved one is kept', () => {
    expect(findFaults({ ...filled, clientSecret: '' }, { secretKept: true })).toEqual({})
  })
  it('asks for no secret if the app signs in without one', () => {
    const values = { ...filled, clientSecret: '', credentialKind: 'federated' } as const
    expect(findFaults(values, { secretKept: false })).toEqual({})
  })
  it('asks for the text of an own certificate', () => {
    const values = { ...filled, clientSecret: '', credentialKind: 'certificate', certificate: 'own' } as const
    expect(faultyFields(findFaults(values, { secretKept: false }))).toEqual(['pem'])
    expect(findFaults({ ...values, pem: 'PEM' }, { secretKept: false })).toEqual({})
  })
  it('finds two IDs that are the same, however they are written', () => {
    const { userId } = findFaults({ ...filled, clientId: id, userId: ` {${id.toUpperCase()}} ` }, { secretKept: false })
    expect(userId).toContain('User ID and Client ID are the same')
  })
})

describe('findFault', () => {
  it('finds no fault in an empty field while the form is being filled in', () => {
    expect(findFault('tenantId', { ...filled, tenantId: ' ' })).toBeUndefined()
  })
  it('recognizes a Secret ID instead of the secret', () => {
    expect(findFault('clientSecret', { ...filled, clientSecret: id })).toContain('This is the Secret ID')
  })
  it('recognizes an email address instead of an ID', () => {
    expect(findFault('clientId', { ...filled, clientId: 'ada@contoso.com' })).toContain('This is an email address')
  })
})

describe('faultsOfErrors', () => {
  it('puts each error on its field and leaves out errors of other fields', () => {
    expect(
      faultsOfErrors([
        { pointer: '/clientId', detail: 'first' },
        { pointer: '/clientId', detail: 'second' },
        { pointer: '/cloud', detail: 'no field of the five' },
      ]),
    ).toEqual({ clientId: 'first' })
  })
})

describe('faultsOfErrors, for how the app signs in', () => {
  it('puts the errors of its members on their fields', () => {
    const errors = ['/credential/pem', '/credential/password', '/credential/validMonths', '/credential/kind']
    const faults = faultsOfErrors(errors.map((pointer) => ({ pointer, detail: pointer })))
    expect(faultyFields(faults)).toEqual(['credentialKind', 'validMonths', 'pem', 'password'])
    expect(faultsOfErrors([{ pointer: '/credential/clientSecret', detail: 'own password' }])).toEqual({
      clientSecret: 'own password',
    })
  })
  it('puts what is said of a secret on the choice if the form has no field for one', () => {
    const errors = [{ pointer: '/clientSecret', detail: 'The certificate was revoked' }]
    expect(faultsOfErrors(errors, { credentialKind: 'certificate' })).toEqual({
      credentialKind: 'The certificate was revoked',
    })
  })
})

const { notes } = formTexts.configuration

const filling = (changes: Partial<FormValues>): FormValues => ({
  ...emptyValues,
  userEmail: 'bot@contoso.example',
  ...changes,
})

describe('a note on User ID', () => {
  it.each(['bot@contoso.example', ' Bot@Contoso.Example '])(
    'says of %s that the object ID is more stable',
    (userId) => {
      expect(findNote('userId', filling({ userId }))).toBe(notes.principalName)
    },
  )

  it('says that the address differs from User Email', () => {
    expect(findNote('userId', filling({ userId: 'ceo@contoso.example' }))).toBe(notes.otherPrincipalName)
  })

  it('does not compare while User Email is empty', () => {
    expect(findNote('userId', filling({ userEmail: ' ', userId: 'ceo@contoso.example' }))).toBe(notes.principalName)
  })

  it('is not needed for an object ID or an incomplete value', () => {
    expect(findNote('userId', filling({ userId: '9c1b2a34-7d5e-4f60-8a1b-2c3d4e5f6071' }))).toBeNull()
    expect(findNote('userId', filling({ userId: 'ceo@' }))).toBeNull()
  })
})
