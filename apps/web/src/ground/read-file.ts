import { NoResponse } from './api-problem.ts'

const lineBreak = 10
/** Larger parts are given to the browser, which can move them from memory to the disk. */
const partBytes = 8_000_000

export interface Progress {
  rows: number
  /** About how many rows there are; null if the server does not know. */
  estimate: number | null
}

const countLines = (bytes: Uint8Array): number => {
  let lines = 0
  for (const byte of bytes) if (byte === lineBreak) lines += 1
  return lines
}

/** Reads a file of lines, and reports how many have arrived. Throws if the connection breaks off before its end. */
export async function readFile(
  response: Response,
  estimateHeader: string,
  onProgress: (progress: Progress) => void,
): Promise<Blob> {
  const { body, headers } = response
  if (!body) throw new NoResponse()
  const estimate = headers.has(estimateHeader) ? Number(headers.get(estimateHeader)) : null
  const reader = body.getReader()
  const parts: Blob[] = []
  let waiting: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  let rows = 0
  onProgress({ rows, estimate })
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    waiting.push(value)
    size += value.length
    if (size >= partBytes) {
      parts.push(new Blob(waiting))
      waiting = []
      size = 0
    }
    rows += countLines(value)
    onProgress({ rows, estimate })
  }
  return new Blob([...parts, ...waiting], { type: headers.get('Content-Type') ?? '' })
}

/** The name that the server gave a file. */
export const fileNameOf = (response: Response): string =>
  /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1] ?? 'export'
