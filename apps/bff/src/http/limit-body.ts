import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'

const tooLarge = (): never => {
  throw new Problem('payload-too-large', { detail: 'The request body is too large.' })
}

const limits = {
  forMessages: { maxSize: 6_000_000, onError: tooLarge },
  forEverythingElse: { maxSize: 65_536, onError: tooLarge },
}
const streamed = { forMessages: bodyLimit(limits.forMessages), forEverythingElse: bodyLimit(limits.forEverythingElse) }

/** 6 MB for messages, 64 KB for everything else; refused before it is read where its length is told. */
export const limitBody: MiddlewareHandler<Environment> = (context, next) => {
  const kind = context.req.path.endsWith('/messages') ? 'forMessages' : 'forEverythingElse'
  const length = context.req.header('content-length')
  // Hono's limit makes a web stream of every body to look at it, which costs more than all else that is done here.
  if (length === undefined || context.req.header('transfer-encoding') !== undefined)
    return streamed[kind](context, next)
  if (Number(length) > limits[kind].maxSize) tooLarge()
  return next()
}
