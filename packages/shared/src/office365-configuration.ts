import * as z from 'zod/mini'
import { actorReferenceSchema } from './actor-reference.ts'
import { diagnosisSchema } from './diagnosis/diagnosis.ts'
import { nationalCloudNames } from './national-cloud.ts'
import { findEqualIds, type Office365Field, readOffice365Field } from './office365-fields.ts'
import { readTextSchema } from './text-schemas.ts'

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
  savedAt: z.nullable(z.iso.datetime()),
  savedBy: z.nullable(actorReferenceSchema),
  health: healthSchema,
  restriction: z.nullable(restrictionSchema),
  lastAcceptedAt: z.nullable(z.iso.datetime()),
})
export type ConfigurationView = z.infer<typeof configurationViewSchema>

export const submittedViewSchema = z.extend(configurationViewSchema, { checks: checksSchema })
export type SubmittedView = z.infer<typeof submittedViewSchema>

const fieldSchema = (field: Office365Field) => readTextSchema((text) => readOffice365Field(field, text))

/** The values of a Submit. Without `clientSecret`, the saved secret is kept if tenant, client, and cloud are unchanged. */
export const configurationValuesSchema = z.strictObject({
  userEmail: fieldSchema('userEmail'),
  clientId: fieldSchema('clientId'),
  tenantId: fieldSchema('tenantId'),
  userId: fieldSchema('userId'),
  clientSecret: z.optional(fieldSchema('clientSecret')),
  secretExpiresOn: z.optional(z.iso.date('Enter the date as YYYY-MM-DD, such as 2027-05-03.')),
  cloud: z._default(nationalCloudSchema, 'global'),
})
export type ConfigurationValues = z.infer<typeof configurationValuesSchema>

export const refuseEqualIds = z.superRefine(
  (values: Pick<ConfigurationValues, 'clientId' | 'tenantId' | 'userId'>, context) => {
    for (const { field, remedy } of findEqualIds(values))
      context.addIssue({ code: 'custom', path: [field], message: remedy })
  },
)

export const submitConfigurationSchema = z
  .extend(configurationValuesSchema, { verification: z._default(z.enum(['required', 'skip']), 'required') })
  .check(refuseEqualIds)
export type SubmitConfiguration = z.infer<typeof submitConfigurationSchema>
/** The values that a client sends, as they were pasted. */
export type SubmitConfigurationInput = z.input<typeof submitConfigurationSchema>

export const checkResultSchema = z.strictObject({ checks: checksSchema })
export const restrictionCheckSchema = z.strictObject({ otherUserId: fieldSchema('userId') })
export const restrictionCheckResultSchema = z.extend(restrictionSchema, { diagnosis: z.optional(diagnosisSchema) })
