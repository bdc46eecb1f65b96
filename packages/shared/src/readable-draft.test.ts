import { expect, it } from 'vitest'
import { keepMarkable, keepReadable } from './readable-draft.ts'

const signs = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_~.-'

/** As Entra makes them: three signs, a digit, `Q~`, and 34 more. */
function madeSecret(seed: number): string {
  let state = seed
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return signs[state % signs.length] ?? 'a'
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

it('never keeps a client secret, whichever field it was pasted into', () => {
  for (let seed = 1; seed <= 5_000; seed += 1) expect(keepReadable(everywhere(madeSecret(seed)))).toEqual({})
})

it.each([
  'half-typed',
  'correct-horse-battery',
  '••••••',
  '2027-02-31',
  '3 May',
  'a\u200b@contoso.com',
  'Bearer x.y z',
])('keeps nothing of %j', (text) => {
  expect(keepReadable(everywhere(text))).toEqual({})
})

it('keeps a value as it will be saved, and that one was taken away', () => {
  expect(
    keepReadable({ tenantId: ' Contoso.COM ', userId: ' ', secretExpiresOn: '2028-02-29', cloud: 'china' }),
  ).toEqual({
    tenantId: 'contoso.com',
    userId: '',
    secretExpiresOn: '2028-02-29',
    cloud: 'china',
  })
})

it('keeps the known steps alone, each once', () => {
  expect(keepMarkable(['have-clientId', 'x', 'entra', 'entra'])).toEqual(['entra', 'have-clientId'])
})
