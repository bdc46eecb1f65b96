import { type $ZodType, safeParse } from 'zod/v4/core'
import { ApiProblem } from './api-problem.ts'

/** The errors about single values, by the first part of their pointers: `/botIds/3` is about `botIds`. An empty pointer is about none. */
export function readFaults(error: Error | null): Readonly<Record<string, string>> {
  if (!(error instanceof ApiProblem)) return {}
  const faults: Record<string, string> = {}
  for (const { pointer, detail } of error.document.errors ?? []) {
    const [, member = ''] = pointer.split('/')
    if (member !== '') faults[member] ??= detail
  }
  return faults
}

/** The error of one value, from a schema that the server uses too. */
export const faultOf = (schema: $ZodType, value: unknown): string | undefined =>
  safeParse(schema, value).error?.issues[0]?.message
