import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'

const tooLarge = (): never => {
  throw new Problem('payload-too-large', { detail: 'The request body is too large.' })
}

const forMessages = bodyLimit({ maxSize: 6_000_000, onError: tooLarge })
const forEverythingElse = bodyLimit({ maxSize: 65_536, onError: tooLarge })

/** 6 MB for messages, 64 KB for everything else; refused before it is read where its length is told. */
export const limitBody: MiddlewareHandler<Environment> = async (context, next) =>
  context.req.path.endsWith('/messages') ? await forMessages(context, next) : await forEverythingElse(context, next)
