import type { Warning } from '@office365-email/shared/send-message'
import { nameCharacter } from '@office365-email/shared/text-rules'

/** Control characters, and code points that are not characters. XML and mail programs refuse them. */
const notCarried = /[[\p{Cc}\p{NChar}]--[\t\n\r]]/v

/** Finds these and more: surrogates and byte order marks. It reads one code unit at a time, which is fast. */
const suspicious = /[^\t\n\r\x20-\x7e\u00a0-\ud7ff\ue000-\ufdcf\ufdf0-\ufefe\uff00-\ufffd]/

/** Much faster for megabytes than one regular expression that also finds lone surrogates. */
const needsNothing = (text: string) =>
  !suspicious.test(text) || (!notCarried.test(text) && text.isWellFormed() && !text.startsWith('\ufeff'))

const escapeCharacter = '\u001b'
const bell = '\u0007'

/**
 * Also finds whole terminal sequences (ECMA-48): colors and cursor movements, window titles and links, pictures, character sets.
 * Every repetition ends at the next escape character, so the time is linear.
 */
const mended = new RegExp(
  String.raw`${escapeCharacter}(?:\[[0-?]*[ -\/]*[@-~]|[\]PX^_][^\p{Cc}]*(?:${bell}|${escapeCharacter}\\)|[#-%\(-\/]{1,2}[0-~]|[78=>])|[[\p{Cc}\p{Cs}\p{NChar}]--[\t\n\r]]`,
  'gv',
)

const kinds = {
  sequence: {
    replacement: '',
    detail: (count: number, first: string) =>
      `Removed terminal sequences (${count}), such as colors. The first is ${first}.`,
  },
  break: {
    replacement: '\n',
    detail: (count: number, first: string) =>
      `Replaced form feeds and vertical tabs (${count}) with line breaks. The first is ${first}.`,
  },
  other: {
    // What a misread byte was meant to be is a guess, and a wrong letter would look right to the reader.
    replacement: '\ufffd',
    detail: (count: number, first: string) =>
      `Replaced characters that email cannot contain (${count}) with U+FFFD. The first is ${first}.`,
  },
} as const

function kindOf(match: string): keyof typeof kinds {
  if (match === '\f' || match === '\v') return 'break'
  return match.startsWith(escapeCharacter) && match.length > 1 ? 'sequence' : 'other'
}

/** Makes a body that a mail can carry. */
export function mendText(text: string, pointer: string, warnings: Warning[]): string {
  if (needsNothing(text)) return text
  const found = new Map<keyof typeof kinds, { count: number; first: string }>()
  const result = text.replace(mended, (match: string, offset: number) => {
    const kind = kindOf(match)
    const known = found.get(kind)
    if (known) known.count += 1
    else found.set(kind, { count: 1, first: `${nameCharacter(match, 0)} at position ${offset + 1}` })
    return kinds[kind].replacement
  })
  for (const [kind, { count, first }] of found) warnings.push({ pointer, detail: kinds[kind].detail(count, first) })
  if (!result.startsWith('\ufeff')) return result
  warnings.push({ pointer, detail: 'Removed the byte order mark at the start.' })
  return result.replace(/^\ufeff+/, '')
}
