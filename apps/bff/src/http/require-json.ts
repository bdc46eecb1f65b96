import { isAscii, isUtf8 } from 'node:buffer'
import type { MiddlewareHandler } from 'hono'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'

const json = /^application\/json(\s*;\s*charset="?utf-8"?)?\s*$/i

/** A body, where there is one, is JSON in UTF-8, not compressed. */
export const requireJson: MiddlewareHandler<Environment> = async (context, next) => {
  const length = context.req.header('content-length')
  const hasBody = context.req.header('transfer-encoding') !== undefined || (length !== undefined && length !== '0')
  if (hasBody && context.req.method !== 'GET' && context.req.method !== 'HEAD') {
    const encoding = context.req.header('content-encoding') ?? 'identity'
    if (!json.test(context.req.header('content-type') ?? '') || encoding !== 'identity')
      throw new Problem('unsupported-media-type', {
        detail: 'Send the body as application/json in UTF-8, uncompressed.',
      })
    const body = Buffer.from(await context.req.arrayBuffer())
    if (!isUtf8(body)) throw new Problem('invalid-json', { detail: 'The request body is not valid UTF-8.' })
    // Decoded here once, as text is what gets parsed; where all of it is ASCII, megabytes of base64 are merely copied.
    Object.assign(context.req.bodyCache, { text: Promise.resolve(body.toString(isAscii(body) ? 'latin1' : 'utf8')) })
  }
  await next()
}
