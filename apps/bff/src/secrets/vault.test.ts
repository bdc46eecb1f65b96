import { randomBytes } from 'node:crypto'
import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Problem } from '../problem.ts'
import { parseKeyRing } from './key-ring.ts'
import { secretOf } from './secret.ts'
import { createVault } from './vault.ts'

const keyLine = (id: string, bytes = randomBytes(32)) => `${id}:${bytes.toString('base64')}`
const place = { botId: 'ada', field: 'clientSecret', version: 3 }
const secret = secretOf('abc8Q~~._-with odd characters +/=&% ünïcode')

describe('the vault', () => {
  it('opens what it sealed', async () => {
    const vault = createVault(parseKeyRing(keyLine('k1'), 'keys'))
    const { sealedSecret, sealedWith } = await vault.seal(secret, place)
    expect(sealedWith).toBe('k1')
    expect((await vault.open(sealedSecret, place)).reveal()).toBe(secret.reveal())
  })

  it.each([
    { ...place, botId: 'bob' },
    { ...place, field: 'body' },
    { ...place, version: 2 },
  ])('refuses a sealed secret that was moved to $botId, $field, $version', async (elsewhere) => {
    const vault = createVault(parseKeyRing(keyLine('k1'), 'keys'))
    const { sealedSecret } = await vault.seal(secret, place)
    await expect(vault.open(sealedSecret, elsewhere)).rejects.toThrow(Problem)
  })

  it('refuses a sealed secret in which any character was changed', async () => {
    const vault = createVault(parseKeyRing(keyLine('k1'), 'keys'))
    const { sealedSecret } = await vault.seal(secret, place)
    const opened: string[] = []
    for (let index = 0; index < sealedSecret.length; index += 1) {
      // The last character of a base64url part may hold bits that stand for nothing.
      if ((sealedSecret[index + 1] ?? '.') === '.') continue
      const character = sealedSecret[index] === 'A' ? 'B' : 'A'
      const altered = `${sealedSecret.slice(0, index)}${character}${sealedSecret.slice(index + 1)}`
      await vault.open(altered, place).then(
        () => opened.push(altered),
        () => undefined,
      )
    }
    expect(opened).toEqual([])
  })

  it('seals with the first key and opens with every key', async () => {
    const old = keyLine('k1')
    const { sealedSecret } = await createVault(parseKeyRing(old, 'keys')).seal(secret, place)
    const rotated = createVault(parseKeyRing(`${keyLine('k2')}\n${old}\n`, 'keys'))
    expect((await rotated.open(sealedSecret, place)).reveal()).toBe(secret.reveal())
    expect((await rotated.seal(secret, place)).sealedWith).toBe('k2')
  })
})

describe('a key file', () => {
  it.each([
    ['a key that is too short', 'k1:c2hvcnQ='],
    ['no key ID', randomBytes(32).toString('base64')],
    ['the same ID twice', `${keyLine('k1')}\n${keyLine('k1')}`],
    ['an example key', keyLine('k1', Buffer.alloc(32))],
    ['an empty line in the middle', `${keyLine('k1')}\n\n${keyLine('k2')}`],
    ['nothing', ''],
  ])('is refused with %s', (_, text) => {
    expect(() => parseKeyRing(text, 'keys')).toThrow(/keys/)
  })
})

describe('a secret', () => {
  it('does not show itself', () => {
    const shown = [
      String(secret),
      'concatenated '.concat(String(secret)),
      JSON.stringify({ secret }),
      inspect({ nested: new Map([['secret', secret]]) }),
      inspect(structuredClone({ secret })),
      inspect(new Error('fault', { cause: secret })),
    ]
    for (const text of shown) expect(text).not.toContain('8Q~')
  })
})
