import { describe, expect, it } from 'vitest'
import { createAddressText, needlesOf } from './address-text.ts'

const address = 'jane.doe+x@example.com'
const { isIn, replaceIn, findIn } = createAddressText(address)

describe('an address in a text', () => {
  it.each([
    address,
    'JANE.Doe+X@Example.COM',
    `"${address}"`,
    `Jane <${address}>, others`,
    `The mailbox '${address}' is gone.`,
    `mailto:${address}?subject=x`,
    'https://graph.example/users/jane.doe+x%40example.com/sendMail',
    'https://graph.example/users/jane.doe%2Bx%40example.com/sendMail',
    'filter=mail eq %27jane.doe%2bx%40example.com%27',
    `It was ${address}.`,
    JSON.stringify(`To:\n${address}`),
    JSON.stringify(JSON.stringify({ to: `\t${address}` })),
    String.raw`\u003c${address}\u003e`,
    `/users?$filter=mail%20eq%20'${address}'`,
    JSON.stringify(`The mailbox\n'${address}'`),
  ])('is found in %s', (text) => {
    expect(isIn(text)).toBe(true)
    expect(isIn(replaceIn(text, 'x'))).toBe(false)
    expect(needlesOf(address).some((needle) => text.toLowerCase().includes(needle))).toBe(true)
  })

  it.each([
    `mary-${address}`,
    `mary.${address}`,
    `Å${address}`,
    `o'${address}`,
    `"o'${address}"`,
    'https://graph.example/users/o%27jane.doe%2Bx%40example.com/sendMail',
    `${address}.au`,
    `${address}-mail.org`,
    'jane.doe@example.com',
  ])('is not found in %s, which is another address', (text) => {
    expect(isIn(text)).toBe(false)
    expect(replaceIn(text, 'x')).toBe(text)
  })

  it('replaces each occurrence, and nothing of the replacement is special', () => {
    expect(replaceIn(`${address}, ${address.toUpperCase()}`, '$&')).toBe('$&, $&')
  })

  it('is found with the characters around it', () => {
    expect(findIn(`{"to":"Jane.Doe+X@example.com"}`)).toEqual({
      before: '"',
      address: 'Jane.Doe+X@example.com',
      after: '"',
    })
    expect(findIn('{"to":"mary-jane.doe+x@example.com"}')).toBeNull()
    expect(findIn(`"\u2028${address}\u2029"`)).toEqual({ before: '\u2028', address, after: '\u2029' })
  })

  it('with an apostrophe is found, and replaced, however much of it is encoded', () => {
    const obrien = createAddressText("o'brien@example.com")
    for (const text of ["o'brien@example.com", "users/o'brien%40example.com", 'users/O%27Brien%40example.com/']) {
      expect(obrien.isIn(text)).toBe(true)
      expect(needlesOf("o'brien@example.com").some((needle) => text.toLowerCase().includes(needle))).toBe(true)
    }
  })

  it('with other letters is found in every case, although databases only compare ASCII', () => {
    const other = createAddressText('jürgen@example.com')
    expect(other.isIn('JÜRGEN@EXAMPLE.COM')).toBe(true)
    expect(needlesOf('jürgen@example.com')).toContain('@example.com')
  })
})
