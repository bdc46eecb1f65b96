import type { Schema } from '@office365-email/shared/endpoint'
import type { FieldError } from '@office365-email/shared/problem'
import * as z from 'zod/mini'
import { Problem } from '../problem.ts'
import { parseOptions } from './describe-schema.ts'
import { explainIssue, type RequestPart } from './explain-issue.ts'

const maxErrors = 50

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

/** The value, or more errors than `maxErrors` if there are more. */
export function parsePart<Part extends Schema>(
  schema: Part,
  value: unknown,
  part: RequestPart = 'body',
): { value: z.output<Part> } | { errors: FieldError[] } {
  const { success, data, error } = parse(schema, value)
  if (success) return { value: data }
  const errors: FieldError[] = []
  for (const issue of error.issues) {
    errors.push(...explainIssue(issue, { pointer: '', schema, value }, part))
    if (errors.length > maxErrors) break
  }
  return { errors }
}

const places: Record<RequestPart, string> = { body: '', query: ' of the query', path: ' of the path' }

export function parseRequest<Part extends Schema>(
  schema: Part,
  value: unknown,
  part: RequestPart = 'body',
): z.output<Part> {
  const parsed = parsePart(schema, value, part)
  if ('value' in parsed) return parsed.value
  const { errors } = parsed
  const which = errors.length > maxErrors ? `The first ${maxErrors} are` : 'Each is'
  throw new Problem('invalid-request', {
    detail: `Some values${places[part]} are missing or not valid. ${which} named in "errors".`,
    errors: errors.slice(0, maxErrors),
  })
}
