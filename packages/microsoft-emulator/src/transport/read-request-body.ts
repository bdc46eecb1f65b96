import type { IncomingMessage } from 'node:http'

/** The rest is read and discarded, so that the caller receives the response. */
const keptBytes = 5_000_000
/** After this many bytes the emulator stops reading. */
const readBytes = 64_000_000

/** Reads the body, or only its beginning if it is too large to be accepted. Rejects if the caller disconnects. */
export async function readRequestBody(incoming: IncomingMessage): Promise<{ body: Buffer; bodyTooLarge: boolean }> {
  const chunks: Buffer[] = []
  let kept = 0
  let read = 0
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(chunk)) continue
    read += chunk.length
    if (kept + chunk.length <= keptBytes) {
      kept += chunk.length
      chunks.push(chunk)
    }
    if (read > readBytes) break
  }
  return { body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks), bodyTooLarge: read > kept }
}
