import { catalog } from '@office365-email/shared/diagnosis/catalog'
import { describe, expect, it } from 'vitest'
import { searchCatalog } from './search-catalog.ts'

const causesFor = (search: string) => searchCatalog(catalog, search).map(({ cause }) => cause)

describe('searchCatalog', () => {
  it('finds a cause by its code, in any case', () => {
    expect(causesFor('aadsts7000222')).toEqual(['secret_expired'])
  })
  it('requires every word, in any order', () => {
    expect(causesFor('expired  secret')).toContain('secret_expired')
    expect(causesFor('expired banana')).toEqual([])
  })
  it('keeps all entries while the search is empty', () => {
    expect(causesFor(' ')).toHaveLength(catalog.length)
  })
})
