import { type $ZodType, safeParse } from 'zod/v4/core'
import { ApiProblem } from './api-problem.ts'

/** What an answer says about single values, by the first part of its pointer: `/botIds/3` is about `botIds`. */
export function readFaults(error: Error | null): Readonly<Record<string, string>> {
  if (!(error instanceof ApiProblem)) return {}
  const faults: Record<string, string> = {}
  for (const { pointer, detail } of error.document.errors ?? []) {
    const [, member = ''] = pointer.split('/')
    faults[member] ??= detail
  }
  return faults
}

/** What a schema that the server uses too says about one value. */
export const faultOf = (schema: $ZodType, value: unknown): string | undefined =>
  safeParse(schema, value).error?.issues[0]?.message
