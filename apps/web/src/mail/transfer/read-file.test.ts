import { expect, it } from 'vitest'
import { readFile } from './read-file.ts'
import { transferTexts } from './texts.ts'

const texts = transferTexts.import
const file = { format: 'office365-email-configurations', version: 1, bots: [{ id: 'orders', name: 'Orders' }] }

it('reads an export, also with a byte order mark', () => {
  expect(readFile(JSON.stringify(file))).toEqual({ file })
  expect(readFile(`\uFEFF${JSON.stringify(file, null, 2)}\n`)).toEqual({ file })
})

it.each([
  [' \n', texts.missing],
  ['{"format":', texts.notJson],
  ['null', texts.notAFile],
  [JSON.stringify({ ...file, version: 2 }), texts.notAFile],
  [JSON.stringify({ ...file, more: 1 }), texts.notAFile],
  [`"${'ö'.repeat(3_000_001)}"`, texts.tooLarge],
])('says what is wrong with %.40j', (text, fault) => {
  expect(readFile(text)).toEqual({ fault })
})
