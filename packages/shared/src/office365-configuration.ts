import * as z from 'zod/mini'
import { actorReferenceSchema } from './actor-reference.ts'
import { credentialViewSchema } from './credential.ts'
import { diagnosisSchema } from './diagnosis/diagnosis.ts'
import { nationalCloudNames } from './national-cloud.ts'

export const nationalCloudSchema = z.enum(nationalCloudNames)

export const configurationStateSchema = z.enum(['unconfigured', 'locked', 'unlocked'])
export type ConfigurationState = z.infer<typeof configurationStateSchema>

export const healthStateSchema = z.enum(['untested', 'working', 'failing', 'unreachable'])
export type HealthState = z.infer<typeof healthStateSchema>

export const healthSchema = z.strictObject({
  state: healthStateSchema,
  since: z.nullable(z.iso.datetime()),
  diagnosis: z.optional(diagnosisSchema),
})
export type Health = z.infer<typeof healthSchema>

export const restrictionSchema = z.strictObject({
  outcome: z.enum(['limited', 'unlimited', 'unknown']),
  by: z.optional(z.enum(['access-policy', 'exchange-scope'])),
  at: z.iso.datetime(),
})
export type Restriction = z.infer<typeof restrictionSchema>

/** One named check with Microsoft, and what its result proves. */
export const checkSchema = z.strictObject({
  name: z.enum(['tenant', 'application', 'secret', 'permission', 'mailbox', 'restriction']),
  outcome: z.enum(['passed', 'warning', 'failed', 'skipped']),
  summary: z.string(),
  diagnosis: z.optional(diagnosisSchema),
})
export type Check = z.infer<typeof checkSchema>
export const checksSchema = z.array(checkSchema)

export const configurationViewSchema = z.strictObject({
  botId: z.string(),
  state: configurationStateSchema,
  version: z.int().check(z.nonnegative()),
  userEmail: z.nullable(z.string()),
  clientId: z.nullable(z.string()),
  tenantId: z.nullable(z.string()),
  userId: z.nullable(z.string()),
  cloud: z.nullable(nationalCloudSchema),
  clientSecret: z.strictObject({
    state: z.enum(['set', 'not-set']),
    savedAt: z.nullable(z.iso.datetime()),
    expiresOn: z.nullable(z.iso.date()),
  }),
  credential: credentialViewSchema,
  savedAt: z.nullable(z.iso.datetime()),
  savedBy: z.nullable(actorReferenceSchema),
  health: healthSchema,
  restriction: z.nullable(restrictionSchema),
  lastAcceptedAt: z.nullable(z.iso.datetime()),
})
export type ConfigurationView = z.infer<typeof configurationViewSchema>

export const submittedViewSchema = z.extend(configurationViewSchema, { checks: checksSchema })
export type SubmittedView = z.infer<typeof submittedViewSchema>

export const checkResultSchema = z.strictObject({ checks: checksSchema })
export const restrictionCheckResultSchema = z.extend(restrictionSchema, { diagnosis: z.optional(diagnosisSchema) })
