import type { Context, MiddlewareHandler } from 'hono'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'
import { isSending } from './is-sending.ts'

const maxMessageSize = 6_000_000
const maxSize = 65_536

/** 6 MB for messages, 64 KB for everything else. */
export const maxBodySize = (context: Context<Environment>): number => (isSending(context) ? maxMessageSize : maxSize)

export const tooLarge = (): Problem => new Problem('payload-too-large', { detail: 'The request body is too large.' })

/** Refuses a body by the length that its headers name. One without a length is measured while it is read. */
export const limitBody: MiddlewareHandler<Environment> = async (context, next) => {
  const length = context.req.header('content-length')
  if (length !== undefined && Number(length) > maxBodySize(context)) throw tooLarge()
  await next()
}
