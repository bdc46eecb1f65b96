import * as z from 'zod/mini'
import { botIdSchema } from './bot.ts'
import { diagnosisSchema } from './diagnosis/diagnosis.ts'
import { parseGuid } from './guid.ts'
import { configurationStateSchema } from './office365-configuration.ts'
import { problemSlugs } from './problem.ts'
import { parsedTextSchema } from './text-schemas.ts'

export const clientIdSchema = parsedTextSchema(parseGuid, 'Enter it as a GUID.')

/** Whether others depend on an app, whoever asks. It names nobody. What is not known counts as shared. */
export const applicationSharingSchema = z.strictObject({
  /** Another bot uses it: saved, waiting for approval behind an intake link, or entered so far. */
  isShared: z.boolean(),
  /** One of them may send from the mailbox that is saved for this bot. */
  isMailboxShared: z.boolean(),
})
export type ApplicationSharing = z.infer<typeof applicationSharingSchema>

/** The app that is asked about; without it, the one that is saved. */
export const applicationQuerySchema = z.strictObject({ clientId: z.optional(clientIdSchema) })

export const sameApplicationSchema = z.extend(applicationSharingSchema, {
  /** Within reach of who asks: other bots whose saved configuration has the same cloud, tenant and client. */
  bots: z.array(
    z.strictObject({ id: botIdSchema, name: z.string(), state: configurationStateSchema, version: z.int() }),
  ),
})
export type SameApplication = z.infer<typeof sameApplicationSchema>

export const applySecretSchema = z.strictObject({
  botIds: z.array(botIdSchema).check(z.minLength(1), z.maxLength(200)),
})

export const appliedSecretSchema = z.strictObject({
  results: z.array(
    z.strictObject({
      botId: botIdSchema,
      outcome: z.enum(['applied', 'failed']),
      /** Why it failed. */
      problem: z.optional(z.enum(problemSlugs)),
      diagnosis: z.optional(diagnosisSchema),
    }),
  ),
})
export type AppliedSecret = z.infer<typeof appliedSecretSchema>
