import { isAscii, isUtf8 } from 'node:buffer'
import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'
import { maxBodySize, tooLarge } from './limit-body.ts'
import { hasBody } from './require-json.ts'

/** A body that takes longer may have outlived the rights of its sender. */
const quickMs = 100

const onError = (): never => {
  throw tooLarge()
}

/** Hono's limit makes a web stream of the body, which costs more than all else here: only for a body without a length. */
async function measure(context: Context<Environment>): Promise<void> {
  if (context.req.header('transfer-encoding') !== undefined)
    await bodyLimit({ maxSize: maxBodySize(context), onError })(context, async () => undefined)
}

/** A client that waits to be asked for its body is asked only here: who may not send one need not. */
function askForBody({ req, env: { outgoing } }: Context<Environment>): void {
  if (req.header('expect') !== undefined && outgoing && 'writeContinue' in outgoing) outgoing.writeContinue()
}

/** Comes after what decides who may: nobody else's body is read. */
export const readBody: MiddlewareHandler<Environment> = async (context, next) => {
  if (hasBody(context)) {
    const startedAt = performance.now()
    askForBody(context)
    await measure(context)
    const body = Buffer.from(await context.req.arrayBuffer())
    if (performance.now() - startedAt > quickMs) for (const check of context.var.checks) await check()
    if (!isUtf8(body)) throw new Problem('invalid-json', { detail: 'The request body is not valid UTF-8.' })
    // Decoded here once, as text is what gets parsed; where all of it is ASCII, megabytes of base64 are merely copied.
    Object.assign(context.req.bodyCache, { text: Promise.resolve(body.toString(isAscii(body) ? 'latin1' : 'utf8')) })
  }
  await next()
}
