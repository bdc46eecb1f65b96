/** The characters that PowerShell treats as a single quote (about_Quoting_Rules and the tokenizer's IsSingleQuote). */
const singleQuotes = "'\u2018\u2019\u201a\u201b"

/** The single-quoted string at the start of a text, as PowerShell reads it; null if there is none or it never ends. */
export function readPowerShellString(text: string): { value: string; rest: string } | null {
  const isQuote = (character: string | undefined) => character !== undefined && singleQuotes.includes(character)
  if (!isQuote(text[0])) return null
  let value = ''
  for (let index = 1; index < text.length; index += 1) {
    if (!isQuote(text[index])) value += text[index]
    else if (isQuote(text[index + 1])) {
      value += text[index]
      index += 1
    } else return { value, rest: text.slice(index + 1) }
  }
  return null
}
