import { readFileSync } from 'node:fs'
import type { Schema } from '@office365-email/shared/endpoint'
import * as z from 'zod/mini'
import type { Config } from '../config/config.ts'
import type { Dependencies } from '../dependencies.ts'
import type { RequestContext } from '../ground/request-context.ts'

export interface Invocation {
  dependencies: Dependencies
  context: RequestContext
  positionals: string[]
  /** Every option may be repeated. */
  options: Record<string, string[] | undefined>
  /** The names of the flags that were given. */
  flags: Set<string>
  print: (line: string) => void
  /** Sets the exit code of a command that did its work, such as a comparison that found a difference. */
  endWith: (exitCode: number) => void
}

interface Usage {
  usage: string
  options: string[]
  /** Options without a value. */
  flags?: string[]
  /** Throws if the command cannot work with this configuration, before anything is read or opened. */
  check?: (config: Config) => Promise<void>
}

export interface OnlineCommand extends Usage {
  run(invocation: Invocation): Promise<void>
}

/** Gets only the configuration, because the database cannot or must not be opened normally. */
export interface OfflineCommand extends Usage {
  runOffline(invocation: Omit<Invocation, 'dependencies'>, config: Config): Promise<void>
}

export type Command = OnlineCommand | OfflineCommand

/** The operator used a command wrongly. The message is for the operator. */
export class UsageError extends Error {}

export function requireOption({ options }: Pick<Invocation, 'options'>, name: string): string {
  const value = options[name]?.at(-1)
  if (value === undefined || value === '') throw new UsageError(`--${name} is missing.`)
  return value
}

/** Reads an argument by its position, or from the option with that name. */
export function requireArgument(invocation: Invocation, index: number, name: string): string {
  return invocation.positionals[index] ?? requireOption(invocation, name)
}

export function parseArgument<Argument extends Schema>(schema: Argument, value: unknown): z.output<Argument> {
  const parsed = z.safeParse(schema, value)
  if (parsed.success) return parsed.data
  throw new UsageError(parsed.error.issues.map(({ path, message }) => [...path, message].join(' ')).join(' '))
}

/** Reads one value from standard input, so that it appears neither in the shell's history nor in the process list. */
export function readStandardInput<Argument extends Schema>(schema: Argument, name: string): z.output<Argument> {
  if (process.stdin.isTTY) process.stderr.write(`${name}, then Enter and Ctrl-D: `)
  return parseArgument(schema, readFileSync(0, 'utf8').replace(/\r?\n$/, ''))
}
