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
