import * as z from 'zod/mini'
import { botIdSchema } from './bot.ts'
import { diagnosisSchema } from './diagnosis/diagnosis.ts'
import { parseGuid } from './guid.ts'
import { configurationStateSchema } from './office365-configuration.ts'
import { problemSlugs } from './problem.ts'
import { parsedTextSchema } from './text-schemas.ts'

export const clientIdSchema = parsedTextSchema(
  parseGuid,
  'Enter it as a GUID, such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301.',
)

/** Whether other bots use an app, including bots that the caller cannot access. It names none. Unknown counts as shared. */
export const applicationSharingSchema = z.strictObject({
  /** Another bot uses it: saved, submitted through an intake link, or entered in a draft. */
  isShared: z.boolean(),
  /** One of them may send from the mailbox that is saved for this bot. */
  isMailboxShared: z.boolean(),
})
export type ApplicationSharing = z.infer<typeof applicationSharingSchema>

/** The app in question; by default the saved one. */
export const applicationQuerySchema = z.strictObject({ clientId: z.optional(clientIdSchema) })

export const sameApplicationSchema = z.extend(applicationSharingSchema, {
  /** Other bots that the caller can access and whose saved configuration has the same cloud, tenant, and client. */
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
