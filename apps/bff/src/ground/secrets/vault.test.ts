import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { Problem } from '../problem.ts'
import { addEncryptionKey, openKeyRing } from './key-file.ts'
import { parseKeyRing } from './key-ring.ts'
import { secretOf } from './secret.ts'
import { createVault } from './vault.ts'

const keyLine = (id: string, bytes = randomBytes(32)) => `${id}:${bytes.toString('base64')}`
const context = { botId: 'ada', field: 'clientSecret', version: 3 }
const secret = secretOf('abc8Q~~._-with odd characters +/=&% ünïcode')

describe('the vault', () => {
  it('opens what it sealed', async () => {
    const vault = createVault(parseKeyRing(keyLine('k1'), 'keys'))
    const { sealedSecret, sealedWith } = await vault.seal(secret, context)
    expect(sealedWith).toBe('k1')
    expect((await vault.open(sealedSecret, context)).reveal()).toBe(secret.reveal())
  })

  it.each([
    { ...context, botId: 'bob' },
    { ...context, field: 'body' },
    { ...context, version: 2 },
  ])('refuses a sealed secret that was moved to $botId, $field, $version', async (elsewhere) => {
    const vault = createVault(parseKeyRing(keyLine('k1'), 'keys'))
    const { sealedSecret } = await vault.seal(secret, context)
    await expect(vault.open(sealedSecret, elsewhere)).rejects.toThrow(Problem)
  })

  it('refuses a sealed secret in which any character was changed', async () => {
    const vault = createVault(parseKeyRing(keyLine('k1'), 'keys'))
    const { sealedSecret } = await vault.seal(secret, context)
    const opened: string[] = []
    for (let index = 0; index < sealedSecret.length; index += 1) {
      // The last character of a base64url part may contain unused bits.
      if ((sealedSecret[index + 1] ?? '.') === '.') continue
      const character = sealedSecret[index] === 'A' ? 'B' : 'A'
      const altered = `${sealedSecret.slice(0, index)}${character}${sealedSecret.slice(index + 1)}`
      await vault.open(altered, context).then(
        () => opened.push(altered),
        () => undefined,
      )
    }
    expect(opened).toEqual([])
  })

  it('seals with the first key and opens with every key', async () => {
    const old = keyLine('k1')
    const { sealedSecret } = await createVault(parseKeyRing(old, 'keys')).seal(secret, context)
    const rotated = createVault(parseKeyRing(`${keyLine('k2')}\n${old}\n`, 'keys'))
    expect((await rotated.open(sealedSecret, context)).reveal()).toBe(secret.reveal())
    expect((await rotated.seal(secret, context)).sealedWith).toBe('k2')
  })
})

describe('a key file', () => {
  it.each([
    ['a key that is too short', 'k1:c2hvcnQ='],
    ['no key ID', randomBytes(32).toString('base64')],
    ['the same ID twice', `${keyLine('k1')}\n${keyLine('k1')}`],
    ['an example key', keyLine('k1', Buffer.alloc(32))],
    ['another example key', keyLine('k1', Buffer.alloc(32, 0x41))],
    ['a key that is too long', keyLine('k1', randomBytes(33))],
    ['a key of 31 bytes', keyLine('k1', randomBytes(31))],
    ['base64 for URLs', `k1:${Buffer.alloc(32, 0xfb).toString('base64url')}=`],
    ['base64 without its padding', keyLine('k1').slice(0, -1)],
    ['bits beyond the last byte', `k1:${'A'.repeat(42)}B=`],
    ['hexadecimal', `k1:${randomBytes(32).toString('hex')}`],
    ['the bytes themselves', `k1:${'x'.repeat(32)}`],
    ['a space before the key', `k1: ${randomBytes(32).toString('base64')}`],
    ['a space at the end', `${keyLine('k1')} `],
    ['two line breaks at the end', `${keyLine('k1')}\n\n`],
    ['a byte order mark', `\ufeff${keyLine('k1')}`],
    ['a comment', `# keys\n${keyLine('k1')}`],
    ['an ID with odd characters', keyLine('k 1')],
    ['an empty ID', keyLine('')],
    ['an empty line in the middle', `${keyLine('k1')}\n\n${keyLine('k2')}`],
    ['nothing', ''],
  ])('is refused with %s', (_, text) => {
    expect(() => parseKeyRing(text, 'keys')).toThrow(/keys/)
  })
})

describe('the key file of a running server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'office365-email-keys-'))
  const file = join(folder, 'keys')
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is loaded again when a new first key is added; removed keys still open values, and an invalid file is ignored', async () => {
    const keys = openKeyRing(file, { databaseIsEmpty: true })
    const vault = createVault(keys)
    const old = await vault.seal(secret, context)
    const first = keys.current
    const added = addEncryptionKey(file, { isTaken: () => false, check: () => undefined })
    expect(keys.current.id).toBe(added)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect((await vault.open(old.sealedSecret, context)).reveal()).toBe(secret.reveal())

    writeFileSync(file, 'half a li')
    expect(keys.current.id).toBe(added)
    writeFileSync(file, keyLine(first.id))
    expect(keys.find(first.id)?.fingerprint).toBe(first.fingerprint)
    writeFileSync(file, keyLine('k9'))
    expect((await vault.seal(secret, context)).sealedWith).toBe('k9')
    expect((await vault.open(old.sealedSecret, context)).reveal()).toBe(secret.reveal())
  })
})

describe('a secret', () => {
  it('does not show its value', () => {
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
