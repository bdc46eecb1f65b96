import { isAscii, isUtf8 } from 'node:buffer'
import type { Endpoint } from '@office365-email/shared/endpoint'
import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { Problem } from '../problem.ts'
import { requireJson } from './body-format.ts'
import { describeJsonFault } from './describe-json-fault.ts'
import type { Environment } from './environment.ts'

type Limit = Pick<Endpoint, 'maxBodyBytes'> & { isBodyOptional?: boolean }

const maxSizeOf = ({ maxBodyBytes = 65_536 }: Limit): number => maxBodyBytes
/** If a body takes longer, its sender may have lost the right to send it. */
const quickMs = 100

/** A body that comes in chunks is not read to its end, so its length is not known. */
function tooLarge(limit: Limit, length?: number): Problem {
  const most = maxSizeOf(limit).toLocaleString('en')
  const detail =
    length === undefined
      ? `The request body has more than ${most} bytes, which is the most that this endpoint accepts.`
      : `The request body has ${length.toLocaleString('en')} bytes; at most ${most} are accepted.`
  return new Problem('payload-too-large', { detail })
}

function hasBody({ req }: Context<Environment>): boolean {
  const length = req.header('content-length')
  return req.header('transfer-encoding') !== undefined || (length !== undefined && Number(length) !== 0)
}

/** Checks the headers of a body: JSON in UTF-8, not compressed, and not longer than the endpoint allows. */
export function requireFittingBody(http: Context<Environment>, limit: Limit): void {
  const length = Number(http.req.header('content-length') ?? 0)
  if (length > maxSizeOf(limit)) throw tooLarge(limit, length)
  if (!hasBody(http)) return
  // The adapter does not read it, and programs that send one expect that the server does.
  if (http.req.method === 'GET' || http.req.method === 'HEAD')
    throw new Problem('invalid-request', { detail: `Send ${http.req.method} requests without a body.` })
  requireJson(http)
}

/** Hono's limit turns the body into a web stream, which is slow, so it is used only for a body without a length. */
async function measure(http: Context<Environment>, limit: Limit): Promise<void> {
  const onError = (): never => {
    throw tooLarge(limit)
  }
  if (http.req.header('transfer-encoding') !== undefined)
    await bodyLimit({ maxSize: maxSizeOf(limit), onError })(http, async () => undefined)
}

/** A client that sent `Expect: 100-continue` may continue only here, after the check that it may send a body. */
function askForBody({ req, env: { outgoing } }: Context<Environment>): void {
  if (req.header('expect') !== undefined && outgoing && 'writeContinue' in outgoing) outgoing.writeContinue()
}

async function receive(http: Context<Environment>, limit: Limit): Promise<Buffer> {
  try {
    await measure(http, limit)
    return Buffer.from(await http.req.arrayBuffer())
  } catch (cause) {
    // Not a fault of this server, so it is not logged as one.
    if (!(cause instanceof Problem) && http.env.incoming?.destroyed)
      throw new Problem('invalid-json', { detail: 'The connection ended before the whole body arrived.', cause })
    throw cause
  }
}

async function readText(http: Context<Environment>, limit: Limit, decideAgain: () => Promise<unknown>) {
  if (!hasBody(http)) return ''
  const startedAt = performance.now()
  askForBody(http)
  const body = await receive(http, limit)
  if (performance.now() - startedAt > quickMs) await decideAgain()
  if (!isUtf8(body)) throw new Problem('invalid-json', { detail: 'The request body is not valid UTF-8.' })
  // Decoding ASCII as latin1 only copies it, which is faster for megabytes of base64.
  const text = body.toString(isAscii(body) ? 'latin1' : 'utf8')
  // RFC 8259 allows readers to ignore the byte order mark, which some programs write.
  return text.startsWith('\ufeff') ? text.slice(1) : text
}

/** Reads the body of an admitted request. If that takes long, `decideAgain` checks the sender's rights again. */
export async function readBody(
  http: Context<Environment>,
  limit: Limit,
  decideAgain: () => Promise<unknown>,
): Promise<unknown> {
  const text = await readText(http, limit, decideAgain)
  if (limit.isBodyOptional && text.trim() === '') return {}
  if (!hasBody(http) && http.req.header('content-type') === undefined) return {}
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw new Problem('invalid-json', { detail: describeJsonFault(text, cause) })
  }
}
