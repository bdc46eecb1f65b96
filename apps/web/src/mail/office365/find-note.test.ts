import { describe, expect, it } from 'vitest'
import { findNote } from './find-note.ts'
import { emptyValues, type FormValues } from './form-values.ts'
import { office365Texts } from './texts.ts'

const { notes } = office365Texts.configuration

const values = (changes: Partial<FormValues>): FormValues => ({
  ...emptyValues,
  userEmail: 'bot@contoso.example',
  ...changes,
})

describe('a note on User ID', () => {
  it.each(['bot@contoso.example', ' Bot@Contoso.Example '])(
    'says of %s that the object ID is more lasting',
    (userId) => {
      expect(findNote('userId', values({ userId }))).toBe(notes.principalName)
    },
  )

  it('says that it is another address than User Email', () => {
    expect(findNote('userId', values({ userId: 'ceo@contoso.example' }))).toBe(notes.otherPrincipalName)
  })

  it('compares with nothing while User Email is empty', () => {
    expect(findNote('userId', values({ userEmail: ' ', userId: 'ceo@contoso.example' }))).toBe(notes.principalName)
  })

  it('is not needed for an object ID, or for what is no value yet', () => {
    expect(findNote('userId', values({ userId: '9c1b2a34-7d5e-4f60-8a1b-2c3d4e5f6071' }))).toBeNull()
    expect(findNote('userId', values({ userId: 'ceo@' }))).toBeNull()
  })
})
