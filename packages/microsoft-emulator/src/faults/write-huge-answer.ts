import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const piece = Buffer.alloc(65_536, 'x')

/** JSON that does not end, without holding it in memory; ends quietly when the caller hangs up. */
export async function writeHugeAnswer(outgoing: ServerResponse, bytes: number, status: number): Promise<void> {
  outgoing.statusCode = status
  outgoing.setHeader('Content-Type', 'application/json')
  outgoing.write('{"error":{"code":"')
  function* pieces() {
    for (let left = bytes; left > 0; left -= piece.length) yield left < piece.length ? piece.subarray(0, left) : piece
  }
  await pipeline(Readable.from(pieces()), outgoing).catch(() => undefined)
}
