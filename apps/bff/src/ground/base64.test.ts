import { expect, it } from 'vitest'
import { isBase64 } from './base64.ts'

const long = Buffer.alloc(150_000, 'file').toString('base64')

it.each(['', 'QQ==', 'QUI=', 'QUJD', '+/+/', long])('accepts padded base64', (text) => {
  expect(isBase64(text)).toBe(true)
})

it.each([
  ['a text without padding', 'QQ'],
  ['the URL alphabet', 'QUJ-'],
  ['a line break', 'QUI=\n\n\n\n'],
  ['padding in the middle', 'QQ==QUJD'],
  ['padding at the end of a piece that is decoded on its own', `${'A'.repeat(65_534)}==${long}`],
  ['a letter above U+00FF whose last byte is one of the alphabet', 'QUJ\u0141'],
  ['the same in a long text', `${long.slice(0, -4)}QUJ\u0141`],
  ['a letter of Latin-1', 'QUJ\u00e9'],
])('refuses %s', (_name, text) => {
  expect(isBase64(text)).toBe(false)
})
