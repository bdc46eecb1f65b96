import { expect, it } from 'vitest'
import { writeCsvLine } from './csv.ts'

it.each([
  ['plain', '"plain"'],
  ['with "quotes", commas', '"with ""quotes"", commas"'],
  ['two\r\nlines', '"two\r\nlines"'],
  ['=1+1', `"'=1+1"`],
  ['+1', `"'+1"`],
  ['-1', `"'-1"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\tx', `"'\tx"`],
  ['\rx', `"'\rx"`],
  ['  =1+1', `"'  =1+1"`],
  ['"=1+1', `"'""=1+1"`],
  [`'=1+1`, `"''=1+1"`],
  ['＝1+1', `"'＝1+1"`],
  ['a=b', '"a=b"'],
  ['', '""'],
])('writes %j as %j', (value, written) => {
  expect(writeCsvLine([value])).toBe(`${written}\r\n`)
})

it('writes numbers without quotation marks, and nothing for null', () => {
  expect(writeCsvLine([-1, null, 'a'])).toBe('-1,,"a"\r\n')
})
