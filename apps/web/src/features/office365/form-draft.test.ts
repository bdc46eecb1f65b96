import { afterEach, describe, expect, it } from 'vitest'
import { unlockedView } from '../../testing/example-view.ts'
import { clearDraft, readDraft, saveDraft } from './form-draft.ts'
import { valuesOf } from './form-values.ts'

const values = { ...valuesOf(unlockedView), userEmail: 'new@contoso.com', clientSecret: 'canary-secret' }

describe('a draft', () => {
  afterEach(() => sessionStorage.clear())

  it('brings back what was entered, but never the secret', () => {
    saveDraft('orders', 'u1', 3, values)
    expect(readDraft('orders', 'u1', 3)).toEqual({ ...values, clientSecret: '' })
    expect(JSON.stringify(sessionStorage)).not.toContain('canary-secret')
  })
  it('is for the same person, bot and version alone', () => {
    saveDraft('orders', 'u1', 3, values)
    expect(readDraft('orders', 'u2', 3)).toBeNull()
    expect(readDraft('alerts', 'u1', 3)).toBeNull()
    expect(readDraft('orders', 'u1', 4)).toBeNull()
  })
  it('can be thrown away', () => {
    saveDraft('orders', 'u1', 3, values)
    clearDraft('orders')
    expect(readDraft('orders', 'u1', 3)).toBeNull()
  })
})
