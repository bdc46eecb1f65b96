import { toStorable } from '../text-rules.ts'

const contractions: readonly [RegExp, string][] = [
  [/\bcan't\b/g, 'cannot'],
  [/\bwon't\b/g, 'will not'],
  [/n't\b/g, ' not'],
]

const decodePercent = (text: string): string =>
  text.replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** One line of plain text in its own case: JSON, URL and HTML escapes decoded, straight quotation marks, single spaces. */
export function flattenText(text: string): string {
  const urlEncoded = /error_description=|%20|%3a/i.test(text)
  const plain = urlEncoded
    ? decodePercent(text.replace(/(error_description=[^&\s"]{0,4000})/gi, (part) => part.replaceAll('+', ' ')))
    : text
  const flat = plain
    .replace(/^(?:[ \t]?>)+ ?/gm, '')
    .replace(/""(?=\S)/g, '"')
    .replace(/\\{1,4}u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\{1,4}[rnt]/g, ' ')
    .replace(/\\{1,4}(["'/])/g, '$1')
    .replace(/&amp;(?=[a-z]{2,4};|#\w{2,4};)/g, '&')
    .replace(/&(?:quot|#34);/g, '"')
    .replace(/&(?:#39|#x27|apos);/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/[\u2018\u2019\u00b4]/g, "'")
    .replace(/[\u201c\u201d\u00ab\u00bb]/g, '"')
    .replace(/\s+/g, ' ')
    .trim()
  return toStorable(flat)
}

/** The form in which rules are written: one line, lower case, no accents, no contractions ("can't" is "cannot"). */
export function normalizeText(flat: string): string {
  const lower = flat
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
  return contractions.reduce((text, [pattern, whole]) => text.replace(pattern, whole), lower)
}
