import * as z from 'zod/mini'
import { configurationStateSchema, healthStateSchema } from './office365-configuration.ts'
import { nameSchema } from './text-schemas.ts'

export const botIdSchema = z
  .string()
  .check(
    z.regex(
      /^[a-z0-9][a-z0-9-]{0,62}$/,
      'Use 1 to 63 lowercase letters, digits and hyphens. Do not begin with a hyphen.',
    ),
  )

export const botSchema = z.strictObject({
  id: botIdSchema,
  name: z.string(),
  office365: z.strictObject({
    state: configurationStateSchema,
    health: healthStateSchema,
    userEmail: z.nullable(z.string()),
    secretExpiresOn: z.nullable(z.iso.date()),
  }),
})
export type Bot = z.infer<typeof botSchema>

export const botListSchema = z.strictObject({ bots: z.array(botSchema) })
export const saveBotSchema = z.strictObject({ name: nameSchema })
