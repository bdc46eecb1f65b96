const quote = String.raw`\\{0,3}["']`
/** Where a response may begin: its number, its JSON, its status line, or a code that only Microsoft has. */
const beginning = new RegExp(
  [
    String.raw`aadsts\d{4,9}`,
    String.raw`\{\s{0,20}${quote}error${quote}\s{0,4}:`,
    String.raw`\bcode(?<!(?:inner ?error|details)[^]{0,60}code)${quote}?\s?[:=]\s?(?:${quote})?error[a-z]`,
    String.raw`\[error[a-z]{4,60}\]`,
    String.raw`\b[45]\d\d client error:`,
    String.raw`\bhttp/\d(?:\.\d)? \d{3}\b`,
    String.raw`\b202 accepted\b|\bstatus(?: ?code)?["']?\s?[:=]\s?202\b`,
  ].join('|'),
  'gi',
)

/** Only the end of a long log decides. */
const maxDivisions = 6

/** The places at which a log can be divided into an earlier and a later response, the last place first. */
export function listDivisions(text: string): number[] {
  const found = [...text.matchAll(beginning)].map(({ index }) => index)
  return found.slice(1).slice(-maxDivisions).toReversed()
}
