import { type NationalCloud, nationalCloudNames } from '@office365-email/shared/national-cloud'
import {
  type ConfigurationView,
  configurationValuesSchema,
  type SubmitConfigurationInput,
} from '@office365-email/shared/office365-configuration'
import type { Office365Field } from '@office365-email/shared/office365-fields'

export interface FormValues extends Record<Office365Field, string> {
  cloud: NationalCloud
  /** YYYY-MM-DD, or empty. */
  secretExpiresOn: string
}

export const emptyValues: FormValues = {
  userEmail: '',
  clientId: '',
  tenantId: '',
  clientSecret: '',
  userId: '',
  cloud: 'global',
  secretExpiresOn: '',
}

/** What the form begins with. The secret is never among it. */
export const valuesOf = (view: ConfigurationView): FormValues => ({
  userEmail: view.userEmail ?? '',
  clientId: view.clientId ?? '',
  tenantId: view.tenantId ?? '',
  clientSecret: '',
  userId: view.userId ?? '',
  cloud: view.cloud ?? 'global',
  secretExpiresOn: view.clientSecret.expiresOn ?? '',
})

/** As it will be saved, or as it was typed where that cannot be read. */
export const normalise = (field: Office365Field, text: string): string =>
  configurationValuesSchema.shape[field].safeParse(text).data ?? text

export const isChanged = (values: FormValues, initial: FormValues): boolean =>
  JSON.stringify(values) !== JSON.stringify(initial)

/** Whether an empty secret field keeps the saved secret, which belongs to one tenant, client and cloud. */
export const keepsSecret = (values: FormValues, view: ConfigurationView): boolean =>
  view.clientSecret.state === 'set' &&
  values.cloud === view.cloud &&
  normalise('tenantId', values.tenantId) === view.tenantId &&
  normalise('clientId', values.clientId) === view.clientId

export const parseCloud = (text: string): NationalCloud => nationalCloudNames.find((name) => name === text) ?? 'global'

export function submissionOf(values: FormValues, verification: 'required' | 'skip'): SubmitConfigurationInput {
  const { clientSecret, secretExpiresOn, cloud } = values
  return {
    userEmail: normalise('userEmail', values.userEmail),
    clientId: normalise('clientId', values.clientId),
    tenantId: normalise('tenantId', values.tenantId),
    userId: normalise('userId', values.userId),
    ...(clientSecret ? { clientSecret } : {}),
    ...(secretExpiresOn ? { secretExpiresOn } : {}),
    cloud,
    verification,
  }
}
