import { describe, expect, it } from 'vitest'
import { findEqualIds, type Office365Field, readOffice365Field } from './office365-fields.ts'

const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301'

const remedyOf = (field: Office365Field, text: string): string => {
  const reading = readOffice365Field(field, text)
  return 'remedy' in reading ? reading.remedy : ''
}

describe('a pasted value', () => {
  it.each([
    ['clientId', `  {${id.toUpperCase()}}\n`, id],
    ['tenantId', id, id],
    ['tenantId', ' Contoso.onmicrosoft.COM ', 'contoso.onmicrosoft.com'],
    ['tenantId', 'bücher.example', 'xn--bcher-kva.example'],
    ['userId', 'Bot@Contoso.com', 'Bot@contoso.com'],
    ['userEmail', '\tbot@contoso.com ', 'bot@contoso.com'],
    ['clientSecret', ' abc8Q~x.y_z-1 2+/=&% \r\n', 'abc8Q~x.y_z-1 2+/=&%'],
  ] as const)('for %s is read from %j as %j', (field, text, value) => {
    expect(readOffice365Field(field, text)).toEqual({ value })
  })

  it.each([
    ['clientSecret', id, /Secret ID/],
    ['clientSecret', '••••••••', /dots/],
    ['clientSecret', '********', /dots/],
    ['clientSecret', 'abc\u200bdef', /Character 4 is invisible/],
    ['clientSecret', 'abc\u00a0def', /Character 4/],
    ['clientSecret', 'a\nb', /Character 2/],
    ['clientSecret', 'x'.repeat(1025), /longer/],
    ['clientId', 'bot@contoso.com', /mail address/],
    ['clientId', '00000000-0000-0000-0000-000000000000', /hexadecimal/],
    ['clientId', '３f2504e0-4f89-41d3-9a0c-0305e82c3301', /hexadecimal/],
    ['tenantId', 'common', /hexadecimal/],
    ['tenantId', '..', /hexadecimal/],
    ['tenantId', 'contoso.com/../x', /hexadecimal/],
    ['tenantId', '%2e%2e', /hexadecimal/],
    ['tenantId', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.c2lnbmF0dXJl0', /hexadecimal/],
    ['tenantId', 'Pass.word-of.mine7', /hexadecimal/],
    ['userId', '../../me', /Object ID/],
    ['userId', 'me', /Object ID/],
    ['userEmail', id, /This is an ID/],
    ['userEmail', '"a@evil.com x"@contoso.com', /address/],
    ['userEmail', 'a@b@contoso.com', /address/],
    ['userEmail', 'ada@contoso', /address/],
    ['userEmail', '', /Enter the User Email/],
  ] as const)('for %s is refused for %j with a remedy', (field, text, remedy) => {
    expect(remedyOf(field, text)).toMatch(remedy)
  })

  it('is not repeated in the remedy', () => {
    for (const field of ['userEmail', 'clientId', 'tenantId', 'userId'] as const)
      expect(remedyOf(field, 'canary value?')).not.toContain('canary')
  })
})

describe('the IDs', () => {
  it('are reported if two are equal', () => {
    expect(findEqualIds({ clientId: id, tenantId: id }).map(({ field }) => field)).toEqual(['clientId'])
    expect(findEqualIds({ clientId: id, userId: id }).map(({ field }) => field)).toEqual(['userId'])
  })

  it('do not count as equal if they are missing', () => {
    expect(findEqualIds({})).toEqual([])
    expect(findEqualIds({ clientId: '', tenantId: '' })).toEqual([])
  })
})
