import {
  configurationValuesSchema,
  type SubmitConfigurationInput as Submission,
} from '@office365-email/shared/configuration-values'
import { type CredentialKind, certificateMonths, defaultCredentialKind } from '@office365-email/shared/credential'
import { type NationalCloud, nationalCloudNames } from '@office365-email/shared/national-cloud'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import type { Office365Field } from '@office365-email/shared/office365-fields'
import type { SubmittedCredential } from '@office365-email/shared/submitted-credential'

export interface FormValues extends Record<Office365Field, string> {
  cloud: NationalCloud
  /** YYYY-MM-DD, or empty. */
  secretExpiresOn: string
  credentialKind: CredentialKind
  /** Which certificate signs in: the saved one, one that the server makes, or one of the person's own. */
  certificate: 'saved' | 'made' | 'own'
  validMonths: number
  /** A certificate with its private key: as secret as the client secret. */
  pem: string
  password: string
}

export const noSecrets = { clientSecret: '', pem: '', password: '' } as const

export const emptyValues: FormValues = {
  userEmail: '',
  clientId: '',
  tenantId: '',
  userId: '',
  cloud: 'global',
  secretExpiresOn: '',
  credentialKind: defaultCredentialKind,
  certificate: 'made',
  validMonths: certificateMonths.usual,
  ...noSecrets,
}

/** The certificate that a Submit can keep: one that waits, or the saved one. */
function findCertificate({ credential }: ConfigurationView) {
  const isUsable = credential.kind === 'certificate' && credential.state !== 'not-set'
  if (isUsable) return credential
  return credential.sendsWith?.kind === 'certificate' ? credential.sendsWith : null
}

/** The initial values of the form, without the secret. */
export const valuesOf = (view: ConfigurationView): FormValues => ({
  userEmail: view.userEmail ?? '',
  clientId: view.clientId ?? '',
  tenantId: view.tenantId ?? '',
  userId: view.userId ?? '',
  cloud: view.cloud ?? 'global',
  secretExpiresOn: view.clientSecret.expiresOn ?? '',
  credentialKind: view.credential.kind,
  certificate: findCertificate(view) ? 'saved' : 'made',
  validMonths: certificateMonths.usual,
  ...noSecrets,
})

/** The value as it will be saved, or the text as it was typed if it is not valid. */
export const normalize = (field: Office365Field, text: string): string =>
  configurationValuesSchema.shape[field].safeParse(text).data ?? text

export const isChanged = (values: FormValues, initial: FormValues): boolean =>
  JSON.stringify(values) !== JSON.stringify(initial)

const isSameApplication = (values: FormValues, view: ConfigurationView): boolean =>
  values.cloud === view.cloud &&
  normalize('tenantId', values.tenantId) === view.tenantId &&
  normalize('clientId', values.clientId) === view.clientId

/** Whether an empty secret field keeps the saved secret, which belongs to one tenant, client and cloud. */
export const keepsSecret = (values: FormValues, view: ConfigurationView): boolean =>
  view.clientSecret.state === 'set' && isSameApplication(values, view)

/** The thumbprint of the certificate that can be kept, which belongs to one tenant, client and cloud; null if there is none. */
export const keptThumbprint = (values: FormValues, view: ConfigurationView): string | null =>
  (isSameApplication(values, view) && findCertificate(view)?.thumbprint) || null

/** The certificate that the form asks for: the saved one cannot be kept for another app. */
export const chosenCertificate = (
  { certificate }: Pick<FormValues, 'certificate'>,
  mayKeep: boolean,
): FormValues['certificate'] => (certificate === 'saved' && !mayKeep ? 'made' : certificate)

export const parseCloud = (text: string): NationalCloud => nationalCloudNames.find((name) => name === text) ?? 'global'

function certificateOf({ certificate, validMonths, pem, password }: FormValues): SubmittedCredential {
  if (certificate === 'own') return { kind: 'certificate', pem, ...(password && { password }) }
  return { kind: 'certificate', ...(certificate === 'made' && { validMonths }) }
}

/** How the app signs in. A client secret is sent as it was before there were other kinds. */
function credentialOf(values: FormValues): Pick<Submission, 'clientSecret' | 'secretExpiresOn' | 'credential'> {
  const { credentialKind, clientSecret, secretExpiresOn } = values
  switch (credentialKind) {
    case 'client-secret':
      return { ...(clientSecret && { clientSecret }), ...(secretExpiresOn && { secretExpiresOn }) }
    case 'certificate':
      return { credential: certificateOf(values) }
    case 'federated':
      return { credential: { kind: 'federated' } }
  }
}

/** Whether Submit would save something else than what is saved. */
export const differsFrom = (values: FormValues, view: ConfigurationView): boolean =>
  JSON.stringify(submissionOf(values, 'skip')) !== JSON.stringify(submissionOf(valuesOf(view), 'skip'))

export function submissionOf(values: FormValues, verification: 'required' | 'skip'): Submission {
  return {
    userEmail: normalize('userEmail', values.userEmail),
    clientId: normalize('clientId', values.clientId),
    tenantId: normalize('tenantId', values.tenantId),
    userId: normalize('userId', values.userId),
    ...credentialOf(values),
    cloud: values.cloud,
    verification,
  }
}
