import type { Schema } from '@office365-email/shared/endpoint'
import * as z from 'zod/mini'
import { Problem } from '../problem.ts'

// The schemas are written with `zod/mini`, which brings no texts for what they refuse.
z.config(z.locales.en())

type Issue = z.core.$ZodIssue

/** Never repeats names that the client chose, such as unknown members and the names of custom headers. */
function toPointer(path: PropertyKey[]): string {
  const end = path.indexOf('headers')
  const known = end === -1 ? path : path.slice(0, end + 1)
  return known.map((segment) => `/${String(segment)}`).join('')
}

const toDetail = (issue: Issue): string =>
  issue.code === 'unrecognized_keys' ? 'This object has members that the request does not allow.' : issue.message

/** A union reports the issues of each of its alternatives: those of the first are the most helpful. */
function flatten(issue: Issue, path: PropertyKey[] = []): { pointer: string; detail: string }[] {
  const full = [...path, ...issue.path]
  const [first] = issue.code === 'invalid_union' ? issue.errors : []
  if (first && first.length > 0) return first.flatMap((inner) => flatten(inner, full))
  return [{ pointer: toPointer(full), detail: toDetail(issue) }]
}

/** Parses synchronously: an asynchronous parse costs a promise for each member of a message. */
function parse<Part extends Schema>(schema: Part, value: unknown) {
  try {
    return z.safeParse(schema, value)
  } catch (cause) {
    // Zod passes the issues of a list as arguments of one call, of which a hundred thousand do not fit on the stack.
    if (cause instanceof RangeError)
      throw new Problem('invalid-request', { detail: 'A list has far too many values that are not valid.', cause })
    throw cause
  }
}

export function parseRequest<Part extends Schema>(schema: Part, value: unknown): z.output<Part> {
  const { success, data, error } = parse(schema, value)
  if (success) return data
  throw new Problem('invalid-request', {
    detail: 'Some values are missing or not valid. Each is named in "errors".',
    errors: error.issues.slice(0, 50).flatMap((issue) => flatten(issue)),
  })
}
