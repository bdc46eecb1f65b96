/** Control characters, lone surrogates, line and paragraph separators: not allowed in a single line of text. */
const controlCharacter = /[\p{Cc}\p{Cs}\u2028\u2029]/u

/** Lone surrogates count too: they would be stored as a different character. */
export const hasControlCharacter = (text: string): boolean => controlCharacter.test(text) || !text.isWellFormed()

/** PostgreSQL stores no NUL, and does not read JSON that has one or half of a surrogate pair. */
export const toStorable = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd')

/** Zero-width and control characters, soft hyphens, byte order marks, bidirectional marks; not tabs and line breaks. */
const invisibleCharacters = /(?![\t-\r])[\p{Cc}\p{Cf}\p{DI}\u2800]/gu
const oddSpaces = /(?! )\p{Zs}/gu

/** The text without characters that a person cannot see. No-break and other odd spaces become `space`. */
export const withoutInvisible = (text: string, space: string): string =>
  text.replace(oddSpaces, space).replace(invisibleCharacters, '')

export const invisibleCharacter = /(?! )[\p{C}\p{DI}\p{Z}\u2800]/u

/** Not allowed in a single line of a message. */
const notInLine = /[\p{Cc}\p{Cs}\p{NChar}\u2028\u2029]/u

/** `U+200B`, for the character at an index. */
export const nameCharacter = (text: string, index: number): string =>
  `U+${(text.codePointAt(index) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`

/**
 * `U+200B at position 3`, for the first character that the pattern finds; null if there is none. Positions count from 1,
 * and `offset` is the number of characters before the text.
 */
export function findCharacter(pattern: RegExp, text: string, offset = 0): string | null {
  const index = text.search(pattern)
  return index === -1 ? null : `${nameCharacter(text, index)} at position ${offset + index + 1}`
}

/** What is wrong with a single line of a message; null if nothing is. */
export function findLineFault(text: string, offset = 0): string | null {
  const found = findCharacter(notInLine, text, offset)
  return found && `Remove the character ${found}. Use a single line without control characters.`
}
