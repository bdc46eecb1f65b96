import { z } from 'zod'
import { botIdSchema } from './bot.ts'
import { diagnosisSchema } from './diagnosis/diagnosis.ts'
import { parseGuid } from './guid.ts'
import { configurationStateSchema } from './office365-configuration.ts'
import { problemSlugs } from './problem.ts'

export const clientIdSchema = z.string().transform((text, context) => {
  const clientId = parseGuid(text)
  if (clientId !== null) return clientId
  context.addIssue({ code: 'custom', message: 'Enter it as a GUID.' })
  return z.NEVER
})

/** Whether others depend on an app, whoever asks. It names nobody. What is not known counts as shared. */
export const applicationSharingSchema = z.strictObject({
  /** Another bot uses it: saved, waiting for approval behind an intake link, or entered so far. */
  isShared: z.boolean(),
  /** One of them may send from the mailbox that is saved for this bot. */
  isMailboxShared: z.boolean(),
})
export type ApplicationSharing = z.infer<typeof applicationSharingSchema>

/** The app that is asked about; without it, the one that is saved. */
export const applicationQuerySchema = z.strictObject({ clientId: clientIdSchema.optional() })

export const sameApplicationSchema = applicationSharingSchema.extend({
  /** Within reach of who asks: other bots whose saved configuration has the same cloud, tenant and client. */
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
