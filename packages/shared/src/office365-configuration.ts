import { z } from 'zod'
import { actorReferenceSchema } from './actor-reference.ts'
import { diagnosisSchema } from './diagnosis/diagnosis.ts'
import { nationalCloudNames } from './national-cloud.ts'
import { findEqualIds, type Office365Field, readOffice365Field } from './office365-fields.ts'

export const nationalCloudSchema = z.enum(nationalCloudNames)

export const configurationStateSchema = z.enum(['unconfigured', 'locked', 'unlocked'])
export type ConfigurationState = z.infer<typeof configurationStateSchema>

export const healthStateSchema = z.enum(['untested', 'working', 'failing', 'unreachable'])
export type HealthState = z.infer<typeof healthStateSchema>

export const healthSchema = z.strictObject({
  state: healthStateSchema,
  since: z.iso.datetime().nullable(),
  diagnosis: diagnosisSchema.optional(),
})
export type Health = z.infer<typeof healthSchema>

export const restrictionSchema = z.strictObject({
  outcome: z.enum(['limited', 'unlimited', 'unknown']),
  by: z.enum(['access-policy', 'exchange-scope']).optional(),
  at: z.iso.datetime(),
})
export type Restriction = z.infer<typeof restrictionSchema>

/** One named question that was put to Microsoft, and what its answer proves. */
export const checkSchema = z.strictObject({
  name: z.enum(['tenant', 'application', 'secret', 'permission', 'mailbox', 'restriction']),
  outcome: z.enum(['passed', 'warning', 'failed', 'skipped']),
  summary: z.string(),
  diagnosis: diagnosisSchema.optional(),
})
export type Check = z.infer<typeof checkSchema>
export const checksSchema = z.array(checkSchema)

export const configurationViewSchema = z.strictObject({
  botId: z.string(),
  state: configurationStateSchema,
  version: z.int().nonnegative(),
  userEmail: z.string().nullable(),
  clientId: z.string().nullable(),
  tenantId: z.string().nullable(),
  userId: z.string().nullable(),
  cloud: nationalCloudSchema.nullable(),
  clientSecret: z.strictObject({
    state: z.enum(['set', 'not-set']),
    savedAt: z.iso.datetime().nullable(),
    expiresOn: z.iso.date().nullable(),
  }),
  savedAt: z.iso.datetime().nullable(),
  savedBy: actorReferenceSchema.nullable(),
  health: healthSchema,
  restriction: restrictionSchema.nullable(),
  lastAcceptedAt: z.iso.datetime().nullable(),
})
export type ConfigurationView = z.infer<typeof configurationViewSchema>

export const submittedViewSchema = configurationViewSchema.extend({ checks: checksSchema })
export type SubmittedView = z.infer<typeof submittedViewSchema>

const fieldSchema = (field: Office365Field) =>
  z.string().transform((text, context) => {
    const reading = readOffice365Field(field, text)
    if ('value' in reading) return reading.value
    context.addIssue({ code: 'custom', message: reading.remedy })
    return z.NEVER
  })

/** The values of a Submit. Without `clientSecret` the saved secret is kept, if tenant, client and cloud are unchanged. */
export const configurationValuesSchema = z.strictObject({
  userEmail: fieldSchema('userEmail'),
  clientId: fieldSchema('clientId'),
  tenantId: fieldSchema('tenantId'),
  userId: fieldSchema('userId'),
  clientSecret: fieldSchema('clientSecret').optional(),
  secretExpiresOn: z.iso.date('Enter the date as YYYY-MM-DD, such as 2027-05-03.').optional(),
  cloud: nationalCloudSchema.default('global'),
})
export type ConfigurationValues = z.infer<typeof configurationValuesSchema>

export const submitConfigurationSchema = configurationValuesSchema
  .extend({ verification: z.enum(['required', 'skip']).default('required') })
  .superRefine((values, context) => {
    for (const { field, remedy } of findEqualIds(values)) {
      context.addIssue({ code: 'custom', path: [field], message: remedy })
    }
  })
export type SubmitConfiguration = z.infer<typeof submitConfigurationSchema>
/** What a client sends: values as they were pasted. */
export type SubmitConfigurationInput = z.input<typeof submitConfigurationSchema>

export const checkResultSchema = z.strictObject({ checks: checksSchema })
export const restrictionCheckSchema = z.strictObject({ otherUserId: fieldSchema('userId') })
export const restrictionCheckResultSchema = restrictionSchema.extend({ diagnosis: diagnosisSchema.optional() })
