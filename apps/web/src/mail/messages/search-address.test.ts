import { describe, expect, it } from 'vitest'
import { readSearch, readSearchText, toQuery, writeSearch, writeSearchText } from './search-address.ts'

describe('what a person types into the search', () => {
  it.each([
    ['ada@contoso.com', { recipient: 'ada@contoso.com' }],
    ['Ada@Contoso.com ', { recipient: 'ada@contoso.com' }],
    ['contoso.com', { recipient: 'contoso.com' }],
    ['@contoso.com', { recipient: 'contoso.com' }],
    ['your order', { q: 'your order' }],
    ['invoice ada@contoso.com 4711', { q: 'invoice 4711', recipient: 'ada@contoso.com' }],
    ['about contoso.com', { q: 'about contoso.com' }],
    ['ada', { q: 'ada' }],
    ['', {}],
    ['?!', {}],
  ])('“%s” is understood', (text, search) => {
    expect(readSearchText(text)).toEqual(search)
  })
  it('is shown again', () => {
    expect(writeSearchText({ q: 'order', recipient: 'contoso.com', states: [] })).toBe('contoso.com order')
  })
})

describe('the address of a search', () => {
  it('leaves out what is not valid', () => {
    const address = 'q=%3F&recipient=x&from=today&to=2026-99-99&state=failed,lost&source=me&other=1'
    expect(writeSearch(readSearch(new URLSearchParams(address))).toString()).toBe('state=failed')
  })
  it('stays the same', () => {
    const address =
      'q=order&recipient=contoso.com&from=2026-11-01&to=2026-11-02&source=service%3Ashop&bot=orders&state=failed%2Cunknown'
    expect(writeSearch(readSearch(new URLSearchParams(address))).toString()).toBe(address)
  })
  it('asks the server for whole days in the zone of the reader', () => {
    const { from, to } = toQuery({ from: '2026-11-01', to: '2026-11-30', states: [] })
    expect(from).toBe(new Date(2026, 10, 1).toISOString())
    expect(to).toBe(new Date(2026, 11, 1).toISOString())
  })
})
