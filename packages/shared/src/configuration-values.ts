import * as z from 'zod/mini'
import { nationalCloudSchema } from './office365-configuration.ts'
import type { Office365Field } from './office365-fields.ts'
import { findEqualIds, readOffice365Field } from './read-office365-field.ts'
import { submittedCredentialSchema } from './submitted-credential.ts'
import { readTextSchema } from './text-schemas.ts'

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
  .extend(configurationValuesSchema, {
    credential: z.optional(submittedCredentialSchema),
    verification: z._default(z.enum(['required', 'skip']), 'required'),
  })
  .check(refuseEqualIds)
export type SubmitConfiguration = z.infer<typeof submitConfigurationSchema>
/** The values that a client sends, as they were pasted. */
export type SubmitConfigurationInput = z.input<typeof submitConfigurationSchema>

export const restrictionCheckSchema = z.strictObject({ otherUserId: fieldSchema('userId') })
