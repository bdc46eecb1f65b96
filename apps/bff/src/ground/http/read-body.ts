import { isUtf8 } from 'node:buffer'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Endpoint } from '@office365-email/shared/endpoint'
import { formatNumber } from '@office365-email/shared/format-count'
import { Problem } from '../problem.ts'
import { requireJson } from './body-format.ts'
import { describeJsonFault } from './describe-json-fault.ts'
import { parseJsonBody } from './parse-json-body.ts'

type Limit = Pick<Endpoint, 'maxBodyBytes' | 'body' | 'isBodyOptional'>
type Outgoing = Partial<Pick<ServerResponse, 'writeContinue'>>

const isOptional = ({ body, isBodyOptional }: Limit): boolean => isBodyOptional ?? !body
const maxSizeOf = ({ maxBodyBytes = 65_536 }: Limit): number => maxBodyBytes
/** If a body takes longer, its sender may have lost the right to send it. */
const quickMs = 100

/** A body that comes in chunks is not read to its end, so its length is not known. */
function tooLarge(limit: Limit, length?: number): Problem {
  const most = formatNumber(maxSizeOf(limit))
  const detail =
    length === undefined
      ? `The request body has more than ${most} bytes, which is the most that this endpoint accepts.`
      : `The request body has ${formatNumber(length)} bytes; at most ${most} are accepted.`
  return new Problem('payload-too-large', { detail })
}

function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers['content-length']
  return headers['transfer-encoding'] !== undefined || (length !== undefined && Number(length) !== 0)
}

/** Checks the headers of a body: JSON in UTF-8, not compressed, and not longer than the endpoint allows. */
export function requireFittingBody(request: IncomingMessage, limit: Limit): void {
  const length = Number(request.headers['content-length'] ?? 0)
  if (length > maxSizeOf(limit)) throw tooLarge(limit, length)
  if (!hasBody(request)) return
  // No route reads it, and programs that send one expect that the server does.
  if (request.method === 'GET' || request.method === 'HEAD')
    throw new Problem('invalid-request', { detail: `Send ${request.method} requests without a body.` })
  requireJson(request)
}

/** RFC 8259 allows readers to ignore the byte order mark, which some programs write. */
const startsWithMark = (body: Buffer): boolean => body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf

/** Nearly all bodies have arrived by now, even if the client has closed the connection. Null: something is missing. */
function readWhole(incoming: IncomingMessage, limit: Limit): Buffer | null {
  const whole: unknown = incoming.complete ? incoming.read() : null
  if (!Buffer.isBuffer(whole)) return null
  if (whole.length > maxSizeOf(limit)) throw tooLarge(limit)
  return whole
}

/** Reads chunks as Node receives them: a web stream, as Hono reads bodies, costs more than all checks of a message. */
const receive = (incoming: IncomingMessage, limit: Limit): Promise<Buffer[]> =>
  new Promise((resolve, reject) => {
    // Not a fault of this server, so it is not logged as one.
    const cutOff = (cause?: unknown) =>
      reject(new Problem('invalid-json', { detail: 'The connection ended before the whole body arrived.', cause }))
    incoming.once('error', cutOff)
    if (incoming.destroyed) return cutOff()
    const chunks: Buffer[] = []
    let length = 0
    const receiveChunk = (chunk: Buffer) => {
      length += chunk.length
      chunks.push(chunk)
      if (length <= maxSizeOf(limit)) return
      incoming.off('data', receiveChunk)
      reject(tooLarge(limit))
    }
    incoming.on('data', receiveChunk)
    incoming.once('end', () => resolve(chunks))
  })

/** Shorter bodies may contain a password or a client secret, which must not stay in a shared buffer. */
const largeBytes = 65_537
let scratch = Buffer.alloc(0)

/**
 * The result is valid until the next call, so it must be parsed at once. The bytes of large bodies share one buffer, because
 * each allocated megabyte brings the next garbage collection nearer.
 */
function join(chunks: readonly Buffer[]): Buffer {
  const [only] = chunks
  if (only && chunks.length === 1) return only
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  if (length < largeBytes) return Buffer.concat(chunks, length)
  if (scratch.length < length) scratch = Buffer.allocUnsafeSlow(length)
  let end = 0
  for (const chunk of chunks) end += chunk.copy(scratch, end)
  return scratch.subarray(0, length)
}

/** Reads the body of an admitted request. If that takes long, `decideAgain` checks the sender's rights again. */
export async function readBody(
  incoming: IncomingMessage,
  outgoing: Outgoing,
  limit: Limit,
  decideAgain: () => Promise<unknown>,
): Promise<unknown> {
  if (!hasBody(incoming) && (isOptional(limit) || incoming.headers['content-type'] === undefined)) return {}
  const startedAt = performance.now()
  // A client that sent `Expect: 100-continue` may continue only here, after the check that it may send a body.
  if (incoming.headers.expect !== undefined) outgoing.writeContinue?.()
  const whole = readWhole(incoming, limit)
  const chunks = whole ? [whole] : await receive(incoming, limit)
  if (performance.now() - startedAt > quickMs) await decideAgain()
  const body = join(chunks)
  if (!isUtf8(body)) throw new Problem('invalid-json', { detail: 'The request body is not valid UTF-8.' })
  const json = body.subarray(startsWithMark(body) ? 3 : 0)
  if (isOptional(limit) && json.toString('utf8').trim() === '') return {}
  try {
    return parseJsonBody(json)
  } catch (cause) {
    throw new Problem('invalid-json', { detail: describeJsonFault(json.toString('utf8'), cause) })
  }
}
