import { randomUUID } from 'node:crypto'
import { isBase64 } from '../base64.ts'

/** Shorter texts cost less to parse than to take out. */
const longBytes = 16_384
/** Putting texts back visits every value of the rest, so it has to be short. Messages with files have a short rest. */
const longestRest = 65_536
/** How many quotation marks are looked at. */
const maxLooks = 20_000
/** Marks the place of a text that was taken out. No client can guess it. */
const mark = randomUUID()
const quote = 0x22
const colon = 0x3a
const backslash = 0x5c
const spaces = [0x20, 0x09, 0x0a, 0x0d]

function isName(body: Buffer, end: number): boolean {
  let next = end + 1
  while (spaces.includes(body[next] ?? 0)) next += 1
  return body[next] === colon
}

/** Takes base64 out of the bytes of a JSON text. */
function takeOut(body: Buffer): { rest: string; texts: string[] } {
  let looksLeft = maxLooks
  const findQuote = (from: number): number => {
    looksLeft -= 1
    return looksLeft > 0 ? body.indexOf(quote, from) : -1
  }
  const endOfString = (start: number): number => {
    let end = findQuote(start + 1)
    for (; end !== -1; end = findQuote(end + 1)) {
      let escapes = 0
      while (body[end - 1 - escapes] === backslash) escapes += 1
      if (escapes % 2 === 0) break
    }
    return end
  }
  const pieces: string[] = []
  const texts: string[] = []
  let kept = 0
  for (let start = findQuote(0); start !== -1; ) {
    const end = endOfString(start)
    if (end === -1) break
    if (end - start > longBytes && !isName(body, end)) {
      const text = body.toString('latin1', start + 1, end)
      if (isBase64(text)) {
        pieces.push(body.toString('utf8', kept, start + 1), `${mark}${texts.length}`)
        texts.push(text)
        kept = end
      }
    }
    start = findQuote(end + 1)
  }
  return { rest: [...pieces, body.toString('utf8', kept)].join(''), texts }
}

/**
 * `JSON.parse` of UTF-8, with the same result. Files in base64 are not parsed, because their megabytes would be decoded,
 * searched for escapes and copied once more.
 */
export function parseJsonBody(body: Buffer): unknown {
  if (body.length <= longBytes) return JSON.parse(body.toString('utf8'))
  const { rest, texts } = takeOut(body)
  if (texts.length === 0) return JSON.parse(rest)
  if (rest.length > longestRest) return JSON.parse(body.toString('utf8'))
  const putBack = (_name: string, value: unknown) =>
    typeof value === 'string' && value.startsWith(mark) ? texts[Number(value.slice(mark.length))] : value
  try {
    return JSON.parse(rest, putBack)
  } catch {
    // The position of the fault has to be that in the body.
    return JSON.parse(body.toString('utf8'))
  }
}
