import type { Context, MiddlewareHandler } from 'hono'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'

const json = /^application\/json(\s*;\s*charset="?utf-8"?)?\s*$/i

export function hasBody({ req }: Context<Environment>): boolean {
  const length = req.header('content-length')
  const isThere = req.header('transfer-encoding') !== undefined || (length !== undefined && length !== '0')
  return isThere && req.method !== 'GET' && req.method !== 'HEAD'
}

/** A body, if there is one, says of itself that it is JSON in UTF-8, not compressed. */
export const requireJson: MiddlewareHandler<Environment> = async (context, next) => {
  const encoding = context.req.header('content-encoding') ?? 'identity'
  const isJson = json.test(context.req.header('content-type') ?? '') && encoding === 'identity'
  if (hasBody(context) && !isJson)
    throw new Problem('unsupported-media-type', {
      detail: 'Send the body as application/json in UTF-8, uncompressed.',
    })
  await next()
}
