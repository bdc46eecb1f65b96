import type { Dependencies } from '../dependencies.ts'
import type { RequestContext } from '../features/audit/audit-event.ts'

export interface Invocation {
  dependencies: Dependencies
  context: RequestContext
  positionals: string[]
  /** Every option may be repeated. */
  options: Record<string, string[] | undefined>
  /** The names of the flags that were given. */
  flags: Set<string>
  print: (line: string) => void
}

export interface Command {
  usage: string
  options: string[]
  /** Options without a value. */
  flags?: string[]
  run(invocation: Invocation): Promise<void>
}

/** A fault of the one who typed the command, said in one sentence. */
export class UsageError extends Error {}

export function requireOption({ options }: Invocation, name: string): string {
  const value = options[name]?.at(-1)
  if (value === undefined || value === '') throw new UsageError(`--${name} is missing.`)
  return value
}

/** An argument by position, or by the option of that name. */
export function requireArgument(invocation: Invocation, index: number, name: string): string {
  return invocation.positionals[index] ?? requireOption(invocation, name)
}
