/** Control characters, lone surrogates, line and paragraph separators: not allowed in a single line of text. */
const controlCharacter = /[\p{Cc}\p{Cs}\u2028\u2029]/u

/** Lone surrogates count too: they would be stored as a different character. */
export const hasControlCharacter = (text: string): boolean => controlCharacter.test(text) || !text.isWellFormed()

/** Zero-width and control characters, soft hyphens, byte order marks, bidirectional marks; not tabs and line breaks. */
const invisibleCharacters = /(?![\t-\r])[\p{Cc}\p{Cf}\p{DI}\u2800]/gu
const oddSpaces = /(?! )\p{Zs}/gu

/** The text without characters that a person cannot see. No-break and other odd spaces become `space`. */
export const withoutInvisible = (text: string, space: string): string =>
  text.replace(oddSpaces, space).replace(invisibleCharacters, '')

const invisibleCharacter = /(?! )[\p{C}\p{DI}\p{Z}\u2800]/u

/** Position, counted from 1, of the first character that a person cannot see; null if there is none. */
export function findInvisibleCharacter(text: string): number | null {
  const index = text.search(invisibleCharacter)
  return index === -1 ? null : index + 1
}

/** `U+200B`, for the character at a position that is counted from 1. */
export const nameCharacter = (text: string, position: number): string =>
  `U+${(text.codePointAt(position - 1) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
