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

/** The initial values of the form, without the secret. */
export const valuesOf = (view: ConfigurationView): FormValues => ({
  userEmail: view.userEmail ?? '',
  clientId: view.clientId ?? '',
  tenantId: view.tenantId ?? '',
  clientSecret: '',
  userId: view.userId ?? '',
  cloud: view.cloud ?? 'global',
  secretExpiresOn: view.clientSecret.expiresOn ?? '',
})

/** The value as it will be saved, or the text as it was typed if it is not valid. */
export const normalize = (field: Office365Field, text: string): string =>
  configurationValuesSchema.shape[field].safeParse(text).data ?? text

export const isChanged = (values: FormValues, initial: FormValues): boolean =>
  JSON.stringify(values) !== JSON.stringify(initial)

/** Whether an empty secret field keeps the saved secret, which belongs to one tenant, client and cloud. */
export const keepsSecret = (values: FormValues, view: ConfigurationView): boolean =>
  view.clientSecret.state === 'set' &&
  values.cloud === view.cloud &&
  normalize('tenantId', values.tenantId) === view.tenantId &&
  normalize('clientId', values.clientId) === view.clientId

export const parseCloud = (text: string): NationalCloud => nationalCloudNames.find((name) => name === text) ?? 'global'

export function submissionOf(values: FormValues, verification: 'required' | 'skip'): SubmitConfigurationInput {
  const { clientSecret, secretExpiresOn, cloud } = values
  return {
    userEmail: normalize('userEmail', values.userEmail),
    clientId: normalize('clientId', values.clientId),
    tenantId: normalize('tenantId', values.tenantId),
    userId: normalize('userId', values.userId),
    ...(clientSecret ? { clientSecret } : {}),
    ...(secretExpiresOn ? { secretExpiresOn } : {}),
    cloud,
    verification,
  }
}
