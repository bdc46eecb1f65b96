import * as z from 'zod/mini'
import { attentionStatuses, botStatuses } from './bot-status.ts'
import { configurationStateSchema, healthStateSchema } from './office365-configuration.ts'
import { nameSchema } from './text-schemas.ts'

export const botIdShape = /^[a-z0-9][a-z0-9-]{0,62}$/

export const botIdSchema = z
  .string()
  .check(z.regex(botIdShape, 'Use 1 to 63 lowercase letters, digits and hyphens. Do not begin with a hyphen.'))

export const botSchema = z.strictObject({
  id: botIdSchema,
  name: z.string(),
  /** Only where the bots come from the host: it no longer has this one. An owner can delete it. */
  gone: z.optional(z.literal(true)),
  office365: z.strictObject({
    state: configurationStateSchema,
    health: healthStateSchema,
    userEmail: z.nullable(z.string()),
    secretExpiresOn: z.nullable(z.iso.date()),
  }),
})
export type Bot = z.infer<typeof botSchema>

/** How many bots the caller may see, and in which status they are. */
export const botTotalsSchema = z.strictObject({
  bots: z.int(),
  /** How many of them the filter selects. */
  matching: z.int(),
  byStatus: z.record(z.enum(botStatuses), z.int()),
})
export type BotTotals = z.infer<typeof botTotalsSchema>

export const botListSchema = z.strictObject({
  bots: z.array(botSchema),
  nextCursor: z.optional(z.nullable(z.string())),
  totals: z.optional(botTotalsSchema),
})
export const saveBotSchema = z.strictObject({ name: nameSchema })

export const countAttention = ({ byStatus }: BotTotals): number =>
  attentionStatuses.reduce((sum, status) => sum + byStatus[status], 0)
