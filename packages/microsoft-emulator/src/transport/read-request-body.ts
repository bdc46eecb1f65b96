import type { IncomingMessage } from 'node:http'

/** Beyond this the rest is read and thrown away, so that the caller gets to see the answer. */
const keptBytes = 5_000_000
/** Beyond this the emulator stops reading, too. */
const readBytes = 64_000_000

/** The body, or its beginning where it is larger than anything that is accepted. Rejects if the caller goes away. */
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
