import { catalogue } from '@office365-email/shared/diagnosis/catalogue'
import { describe, expect, it } from 'vitest'
import { searchCatalogue } from './search-catalogue.ts'

const causesFor = (search: string) => searchCatalogue(catalogue, search).map(({ cause }) => cause)

describe('searchCatalogue', () => {
  it('finds a cause by its code, in any case', () => {
    expect(causesFor('aadsts7000222')).toEqual(['secret_expired'])
  })
  it('requires every word, in any order', () => {
    expect(causesFor('expired  secret')).toContain('secret_expired')
    expect(causesFor('expired banana')).toEqual([])
  })
  it('keeps all entries while the search is empty', () => {
    expect(causesFor(' ')).toHaveLength(catalogue.length)
  })
})
