import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseJsonBody } from './parse-json-body.ts'

const outcomeOf = (parse: () => unknown): unknown => {
  try {
    return { value: parse() }
  } catch (error) {
    return { message: String(error) }
  }
}
const ours = (json: string) => outcomeOf(() => parseJsonBody(Buffer.from(json)))
const expected = (json: string) => outcomeOf(() => JSON.parse(json))

const file = (bytes: number, fill = 'file') => Buffer.alloc(bytes, fill).toString('base64')
const long = file(20_000)

it.each([
  ['a file', JSON.stringify({ attachments: [{ filename: 'a.pdf', content: long }], text: 'ü' })],
  ['two files, with text between them', JSON.stringify([long, 'ü "\\" é', { a: file(50_001, 'b') }])],
  ['a file as the whole body', JSON.stringify(long)],
  ['a long name', JSON.stringify({ [long]: 1, [`${long}x`]: long })],
  ['a long name before spaces', `{"${long}" \n\t: 1}`],
  ['a member that is given twice', `{"a":"${long}","a":"${file(30_000, 'c')}"}`],
  ['a member that sets the prototype', `{"__proto__":"${long}","a":{"__proto__":{"b":"${long}"}}}`],
  ['escapes in a file', `{"a":"${long}\\u0041${long}"}`],
  ['an escaped slash in a file', `{"a":"${long}\\/${long}"}`],
  ['an escaped quotation mark', `{"a":"${long}\\"${long}"}`],
  ['a backslash before the end', `{"a":"\\\\","b":"${long}"}`],
  ['line breaks in a file', `{"a":"${long}\n${long}"}`],
  ['a control character in a file', `{"a":"${long}\u0001${long}"}`],
  ['the URL alphabet', `{"a":"${long}-_${long}"}`],
  ['a letter that is not ASCII in a file', `{"a":"${long}ü${long}"}`],
  ['padding inside of a file', `{"a":"${file(20_000)}${file(20_000)}"}`],
  ['a fault after a file', `{"a":"${long}",}`],
  ['a fault before a file', `{a:"${long}"}`],
  ['a body that ends in a file', `{"a":"${long}`],
  ['a body that ends after a file', `{"a":"${long}"`],
  ['a file without a comma', `{"a":"${long}" "b":"${long}"}`],
  ['a file outside of the object', `{"a":1} "${long}"`],
  ['a file beside a long rest', JSON.stringify({ a: long, b: Array.from({ length: 40_000 }, () => 1) })],
  ['a file after very many quotation marks', JSON.stringify([...Array.from({ length: 15_000 }, () => ''), long])],
  ['very many escaped quotation marks', JSON.stringify(['"'.repeat(30_000), long])],
  ['no long text', JSON.stringify(Array.from({ length: 5_000 }, (_, index) => `item ${index}`))],
])('parses %s as JSON.parse does', (_name, json) => {
  expect(ours(json)).toEqual(expected(json))
})

it('parses generated bodies as JSON.parse does', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.integer({ min: 12_000, max: 40_000 }).map((bytes) => file(bytes)),
    fc.integer({ min: 12_000, max: 20_000 }).map((bytes) => `${file(bytes)}"\\`),
  )
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      text,
      fc.constantFrom(null, true, 1.5),
      fc.array(tie('value')),
      fc.dictionary(text, tie('value')),
    ),
  }))
  fc.assert(
    fc.property(value, fc.constantFrom(0, 1, 2), (given, spaces) => {
      const json = JSON.stringify(given, null, spaces)
      expect(ours(json)).toEqual(expected(json))
    }),
    {
      numRuns: 300,
    },
  )
})

it('parses a body that was cut or changed at any place as JSON.parse does', () => {
  const json = JSON.stringify({ to: ['ada@example.com'], attachments: [{ content: long }], html: 'é "\\"' })
  const changes = fc.constantFrom('', '"', '\\', ':', '}', 'ü', '\u0000')
  fc.assert(
    fc.property(fc.nat(json.length - 1), changes, (place, change) => {
      const changed = json.slice(0, place) + change + json.slice(place + 1)
      expect(ours(changed)).toEqual(expected(changed))
    }),
    { numRuns: 500 },
  )
})
