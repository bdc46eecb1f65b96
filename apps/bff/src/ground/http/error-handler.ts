import type { Context } from 'hono'
import type { Logger } from 'pino'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'
import { presentProblem } from './present-problem.ts'

const internal = (cause: unknown) =>
  new Problem('internal', {
    detail: 'The server could not complete the request. Try again, or give the request ID to your operator.',
    cause,
  })

type IsStorageFault = (error: unknown) => boolean

/** Turns every error into a problem. An unexpected error becomes `internal`, with a fixed text. */
function toProblem(error: unknown, isStorageFault: IsStorageFault): Problem {
  if (error instanceof Problem) return error
  if (isStorageFault(error))
    return new Problem('storage-unavailable', {
      detail: 'The server cannot use its storage now. Nothing was changed. Try again later.',
      retryAfterSeconds: 10,
      cause: error,
    })
  return internal(error)
}

export function respondWithProblem(context: Context<Environment>, problem: Problem): Response {
  const principal = context.get('principal')
  const document = presentProblem(problem, context.get('requestId'), { forService: principal?.kind === 'service' })
  context.header('content-type', 'application/problem+json')
  context.header('cache-control', 'no-store')
  if (document.retryAfterSeconds !== undefined) context.header('retry-after', String(document.retryAfterSeconds))
  if (problem.details.isReplayed) context.header('idempotent-replayed', 'true')
  if (document.status === 401)
    context.header(
      'www-authenticate',
      problem.slug === 'invalid-service-key' ? 'Bearer error="invalid_token"' : 'Bearer',
    )
  for (const [name, value] of Object.entries(problem.details.headers ?? {})) context.header(name, value)
  return context.body(JSON.stringify(document), document.status as 500)
}

/** Logs only the class and the stack of an error: its message may contain values that a client sent. */
const describeCause = (cause: unknown) =>
  cause instanceof Error ? { name: cause.name, stack: cause.stack?.replace(cause.message, '[message]') } : undefined

export const createErrorHandler =
  (logger: Logger, isStorageFault: IsStorageFault) => (error: unknown, context: Context<Environment>) => {
    const problem = toProblem(error, isStorageFault)
    const requestId = context.get('requestId')
    if (problem.slug === 'internal' || problem.slug === 'storage-unavailable')
      logger.error({ requestId, slug: problem.slug, cause: describeCause(problem.details.cause) }, 'request failed')
    return respondWithProblem(context, problem)
  }
