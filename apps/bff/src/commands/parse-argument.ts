import type { z } from 'zod'
import { UsageError } from './command.ts'

export function parseArgument<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new UsageError(parsed.error.issues.map(({ path, message }) => [...path, message].join(' ')).join(' '))
}
