import { z } from 'zod'
import { configurationStateSchema, healthStateSchema } from './office365-configuration.ts'
import { hasControlCharacter } from './text-rules.ts'

export const botIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'Use 1 to 63 lower-case letters, digits and hyphens, not a hyphen first.')

export const botNameSchema = z
  .string()
  .trim()
  .min(1, 'Enter a name.')
  .max(100, 'Use at most 100 characters.')
  .refine((name) => !hasControlCharacter(name), 'Use a name on a single line, without control characters.')

export const botSchema = z.strictObject({
  id: botIdSchema,
  name: z.string(),
  office365: z.strictObject({
    state: configurationStateSchema,
    health: healthStateSchema,
    userEmail: z.string().nullable(),
    secretExpiresOn: z.iso.date().nullable(),
  }),
})
export type Bot = z.infer<typeof botSchema>

export const botListSchema = z.strictObject({ bots: z.array(botSchema) })
export const saveBotSchema = z.strictObject({ name: botNameSchema })
