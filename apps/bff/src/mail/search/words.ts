/** Scripts that are written without spaces between words. Pairs of their characters stand for words. */
const withoutSpaces = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー`
const piece = new RegExp(String.raw`([${withoutSpaces}]+)|(?:(?![${withoutSpaces}])[\p{L}\p{N}\p{M}])+`, 'gu')
const plainText = /^[ -~]*$/
/** Longer words are cut, in subjects and in searches. */
const maxLength = 64

/** The same for every way of writing a text: case, width, composition, the final sigma, and the four i of Turkish. */
export function fold(text: string): string {
  if (plainText.test(text)) return text.toLowerCase()
  return text
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replaceAll('ς', 'σ')
    .replaceAll('i\u0307', 'i')
}

function pairsOf(run: string): string[] {
  const characters = Array.from(run)
  return characters.map((character, index) => character + (characters[index + 1] ?? ''))
}

/** The words of a text, as they are indexed. */
export const wordsOf = (text: string): string[] =>
  Array.from(fold(text).matchAll(piece)).flatMap(([word, run]) =>
    run === undefined ? word.slice(0, maxLength).toWellFormed() : pairsOf(run),
  )

/** The beginnings of words that a search asks for. */
export function wantedWordsOf(text: string): string[] {
  const words = Array.from(fold(text).matchAll(piece)).flatMap(([word, run]) => {
    if (run === undefined) return word.slice(0, maxLength).toWellFormed()
    const pairs = pairsOf(run)
    // The last character alone only begins a pair, and the pair before contains it.
    return pairs.length > 1 ? pairs.slice(0, -1) : pairs
  })
  return [...new Set(words)]
}
