import { z } from 'zod'
import { botIdSchema } from './bot.ts'
import { diagnosisSchema } from './diagnosis/diagnosis.ts'
import { configurationStateSchema } from './office365-configuration.ts'
import { problemSlugs } from './problem.ts'

/** Other bots whose saved configuration signs in with the same cloud, tenant and client. */
export const sameApplicationSchema = z.strictObject({
  bots: z.array(
    z.strictObject({ id: botIdSchema, name: z.string(), state: configurationStateSchema, version: z.int() }),
  ),
})
export type SameApplication = z.infer<typeof sameApplicationSchema>

export const applySecretSchema = z.strictObject({ botIds: z.array(botIdSchema).min(1).max(200) })

export const appliedSecretSchema = z.strictObject({
  results: z.array(
    z.strictObject({
      botId: botIdSchema,
      outcome: z.enum(['applied', 'failed']),
      /** Why it failed. */
      problem: z.enum(problemSlugs).optional(),
      diagnosis: diagnosisSchema.optional(),
    }),
  ),
})
export type AppliedSecret = z.infer<typeof appliedSecretSchema>
