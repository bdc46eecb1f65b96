import type { Context } from 'hono'
import type { Logger } from 'pino'
import { Problem } from '../problem.ts'
import type { Environment } from './environment.ts'
import { presentProblem } from './present-problem.ts'

const internal = (cause: unknown) =>
  new Problem('internal', {
    detail: 'The request could not be finished. Try again, or give the request ID to your operator.',
    cause,
  })

const sqliteCodes = /^SQLITE_(BUSY|FULL|IOERR|READONLY|CANTOPEN|LOCKED|PROTOCOL|CORRUPT|NOTADB)/

function isStorageFault(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return sqliteCodes.test(code) || (error instanceof Error && error.cause !== undefined && isStorageFault(error.cause))
}

/** Every fault becomes a problem; what is not one of ours becomes `internal`, with a fixed text. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (isStorageFault(error))
    return new Problem('storage-unavailable', {
      detail: 'The storage cannot be used now, and nothing was changed. Try again later.',
      retryAfterSeconds: 10,
      cause: error,
    })
  return internal(error)
}

export function answerProblem(context: Context<Environment>, problem: Problem): Response {
  const { principal, requestId } = context.var
  const document = presentProblem(problem, requestId, { forService: principal?.kind === 'service' })
  context.header('content-type', 'application/problem+json')
  if (document.retryAfterSeconds !== undefined) context.header('retry-after', String(document.retryAfterSeconds))
  if (problem.details.isReplayed) context.header('idempotent-replayed', 'true')
  if (document.status === 401) context.header('www-authenticate', 'Bearer')
  return context.body(JSON.stringify(document), document.status as 500)
}

/** Errors are logged by class and stack alone: their texts may hold what was sent. */
const describeCause = (cause: unknown) =>
  cause instanceof Error ? { name: cause.name, stack: cause.stack?.replace(cause.message, '[message]') } : undefined

export const createErrorHandler = (logger: Logger) => (error: unknown, context: Context<Environment>) => {
  const problem = toProblem(error)
  const { requestId } = context.var
  if (problem.slug === 'internal' || problem.slug === 'storage-unavailable')
    logger.error({ requestId, slug: problem.slug, cause: describeCause(problem.details.cause) }, 'request failed')
  return answerProblem(context, problem)
}
