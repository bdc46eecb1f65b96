import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const piece = Buffer.alloc(65_536, 'x')

/** Streams JSON that never closes, without holding it in memory. Stops without an error if the caller disconnects. */
export async function writeHugeResponse(outgoing: ServerResponse, bytes: number, status: number): Promise<void> {
  outgoing.statusCode = status
  outgoing.setHeader('Content-Type', 'application/json')
  outgoing.write('{"error":{"code":"')
  function* pieces() {
    for (let left = bytes; left > 0; left -= piece.length) yield left < piece.length ? piece.subarray(0, left) : piece
  }
  await pipeline(Readable.from(pieces()), outgoing).catch(() => undefined)
}
