import { expect, it } from 'vitest'
import { keepMarkable, keepReadable } from './readable-draft.ts'

const characters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_~.-'

/** In Entra's format: three characters, a digit, `Q~`, and 34 more characters. */
function makeSecret(seed: number): string {
  let state = seed
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return characters[state % characters.length] ?? 'a'
  }
  const take = (count: number) => Array.from({ length: count }, next).join('')
  return `${take(3)}${seed % 10}Q~${take(34)}`
}

const everywhere = (text: string) => ({
  userEmail: text,
  clientId: text,
  tenantId: text,
  userId: text,
  secretExpiresOn: text,
})

it('never keeps a client secret, in any field', () => {
  for (let seed = 1; seed <= 5_000; seed += 1) expect(keepReadable(everywhere(makeSecret(seed)))).toEqual({})
})

it.each([
  'half-typed',
  'correct-horse-battery',
  '••••••',
  '2027-02-31',
  '3 May',
  'a@contoso.com and b@contoso.com',
  'Bearer x.y z',
])('keeps nothing of %j', (text) => {
  expect(keepReadable(everywhere(text))).toEqual({})
})

it('keeps a value as it will be saved, and an empty value', () => {
  expect(
    keepReadable({ tenantId: ' Contoso.COM ', userId: ' ', secretExpiresOn: '2028-02-29', cloud: 'china' }),
  ).toEqual({
    tenantId: 'contoso.com',
    userId: '',
    secretExpiresOn: '2028-02-29',
    cloud: 'china',
  })
})

it('keeps only the known steps, each once', () => {
  expect(keepMarkable(['have-clientId', 'x', 'entra', 'entra'])).toEqual(['entra', 'have-clientId'])
})

it('keeps how the app is to sign in, and no other word in its place', () => {
  expect(keepReadable({ credentialKind: 'federated' })).toEqual({ credentialKind: 'federated' })
  // @ts-expect-error: such a row can come only from another version.
  expect(keepReadable({ credentialKind: 'a-secret' })).toEqual({})
})
