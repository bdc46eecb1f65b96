import type { Schema } from '@office365-email/shared/endpoint'
import * as z from 'zod/mini'
import { Problem } from '../problem.ts'
import { parseOptions } from './describe-schema.ts'
import { explainIssue, type RequestPart } from './explain-issue.ts'

const maxIssues = 50

/** Parses synchronously: an asynchronous parse costs a promise for each member of a message. */
function parse<Part extends Schema>(schema: Part, value: unknown) {
  try {
    return z.safeParse(schema, value, parseOptions)
  } catch (cause) {
    // Zod passes the issues of a list as arguments of one call, of which a hundred thousand do not fit on the stack.
    if (cause instanceof RangeError)
      throw new Problem('invalid-request', { detail: 'A list has far too many values that are not valid.', cause })
    throw cause
  }
}

const places: Record<RequestPart, string> = { body: '', query: ' of the query', path: ' of the path' }

export function parseRequest<Part extends Schema>(
  schema: Part,
  value: unknown,
  part: RequestPart = 'body',
): z.output<Part> {
  const { success, data, error } = parse(schema, value)
  if (success) return data
  const { issues } = error
  const which = issues.length > maxIssues ? `The first ${maxIssues} are` : 'Each is'
  throw new Problem('invalid-request', {
    detail: `Some values${places[part]} are missing or not valid. ${which} named in "errors".`,
    errors: issues.slice(0, maxIssues).flatMap((issue) => explainIssue(issue, { pointer: '', schema, value }, part)),
  })
}
