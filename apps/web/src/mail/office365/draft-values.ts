import { nationalCloudNames } from '@office365-email/shared/national-cloud'
import type { Office365Draft } from '@office365-email/shared/office365-draft'
import { keepReadable } from '@office365-email/shared/readable-draft'
import { possibleKind } from './credential-kinds.ts'
import type { FormValues } from './form-values.ts'

type DraftValues = Office365Draft['values']

const draftFields = ['userEmail', 'clientId', 'tenantId', 'userId', 'secretExpiresOn'] as const

/** The changed values that may be kept: never a secret or a private key, nor a text that may be a secret in the wrong field. */
export function draftValuesOf(values: FormValues, initial: FormValues): DraftValues {
  const draft: DraftValues = {}
  for (const field of draftFields) if (values[field] !== initial[field]) draft[field] = values[field]
  if (values.cloud !== initial.cloud) draft.cloud = values.cloud
  if (values.credentialKind !== initial.credentialKind) draft.credentialKind = values.credentialKind
  return keepReadable(draft)
}

/** The form as the person left it. */
export function withDraft(initial: FormValues, draft: DraftValues): FormValues {
  const values = { ...initial }
  for (const field of draftFields) values[field] = draft[field] ?? initial[field]
  values.cloud = nationalCloudNames.find((name) => name === draft.cloud) ?? initial.cloud
  values.credentialKind = possibleKind(draft.credentialKind ?? initial.credentialKind, values.cloud)
  return values
}
