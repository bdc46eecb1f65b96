import { hasControlCharacter } from '../text-rules.ts'

/** A value as a literal of a script, or the reason why a script cannot contain it. People type names, so this never throws. */
export type ScriptLiteral = { literal: string } | { refusal: string }

/** Characters of a value in a script. */
const longest = 256

/**
 * Every character that PowerShell treats as a quotation mark, or that becomes one when a file is saved in a legacy code
 * page: best-fit mapping turns primes, modifier letters and full-width quotes into U+0027 and U+0022.
 */
const quoteLookalike =
  /[\u00b4\u02b9-\u02bd\u02c8\u02ca\u02cb\u02ee\u2018-\u201f\u2032-\u2037\u2039\u203a\uff02\uff07]/u

/** Bidirectional controls make a script look different from the one that runs. */
const bidirectionalControl = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u

function findRefusal(text: string): string | null {
  if (hasControlCharacter(text)) return 'It contains a line break or a control character. Remove it.'
  if (!text.isWellFormed()) return 'It contains half of a character. Enter it again.'
  if (quoteLookalike.test(text)) return "It contains a typographic quotation mark. Use ' or remove it."
  if (bidirectionalControl.test(text)) return 'It contains a character that changes the direction of text. Remove it.'
  if (text.length > longest) return `It is longer than ${longest} characters. Shorten it.`
  return null
}

/** One single-quoted word of bash. Only a single quote has a meaning inside it. */
export function bashLiteral(text: string): ScriptLiteral {
  const refusal = findRefusal(text)
  return refusal ? { refusal } : { literal: `'${text.replaceAll("'", "'\\''")}'` }
}

/**
 * One single-quoted string of PowerShell, only in ASCII: Windows PowerShell 5.1 reads a file without a byte order mark
 * in the system's code page, where bytes of UTF-8 letters (0x91 in Cyrillic Б) are typographic quotes that end a string.
 */
export function powerShellLiteral(text: string): ScriptLiteral {
  const refusal = findRefusal(text)
  if (refusal) return { refusal }
  if (/[^\x20-\x7e]/.test(text))
    return {
      refusal:
        'Windows PowerShell may read letters beyond plain ASCII as quotation marks. Use only A–Z, 0–9 and plain punctuation.',
    }
  return { literal: `'${text.replaceAll("'", "''")}'` }
}
