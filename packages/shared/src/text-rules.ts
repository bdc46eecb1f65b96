/** Control characters, lone surrogates, line and paragraph separators: not allowed in a single line of text. */
const controlCharacter = /[\p{Cc}\p{Cs}\u2028\u2029]/u

/** Characters that a person cannot see: zero-width, bidirectional overrides, no-break and other odd spaces, byte order mark. */
const invisibleCharacter = /[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/u

/** Lone surrogates count too: they would be stored as a different character. */
export const hasControlCharacter = (text: string): boolean => controlCharacter.test(text) || !text.isWellFormed()

/** Position, counted from 1, of the first character that a person cannot see; null if there is none. */
export function findInvisibleCharacter(text: string): number | null {
  const index = text.search(invisibleCharacter)
  return index === -1 ? null : index + 1
}
