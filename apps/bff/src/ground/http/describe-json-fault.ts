const isUnexpected = (cause: unknown): boolean => cause instanceof Error && cause.message.startsWith('Unexpected token')

function hasUnexpected(text: string): boolean {
  try {
    JSON.parse(text)
    return false
  } catch (cause) {
    return isUnexpected(cause)
  }
}

/** Node gives no position of an unexpected character: it ends the shortest beginning of the text that has this error. */
function findUnexpected(text: string): number {
  let [good, bad] = [0, text.length]
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2)
    if (hasUnexpected(text.slice(0, middle))) bad = middle
    else good = middle
  }
  return good
}

/** Each step of the search parses a part of the text, so a long text is not searched. */
const maxSearched = 65_536

function findFault(text: string, cause: unknown): number | null {
  if (isUnexpected(cause)) return text.length <= maxSearched ? findUnexpected(text) : null
  const [, position] =
    /at position (\d+) \(line \d+ column \d+\)$/.exec(cause instanceof Error ? cause.message : '') ?? []
  return position === undefined ? null : Number(position)
}

/** Says where a text is not JSON. Node's own sentence is not repeated: it contains a part of the text. */
export function describeJsonFault(text: string, cause: unknown): string {
  if (text.trim() === '') return 'The request body is empty. Send a JSON object.'
  const position = findFault(text, cause)
  if (position === text.length || (cause instanceof Error && cause.message.startsWith('Unexpected end')))
    return 'The request body ends before its JSON is complete.'
  if (position === null) return 'The request body is not valid JSON.'
  const lines = text.slice(0, position).split('\n')
  const column = (lines.at(-1)?.length ?? 0) + 1
  return `The request body is not valid JSON: the fault is at line ${lines.length}, column ${column}.`
}
