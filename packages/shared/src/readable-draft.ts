import { type CredentialKind, credentialKinds } from './credential.ts'
import { type NationalCloud, nationalCloudNames } from './national-cloud.ts'
import { office365Fields } from './office365-fields.ts'
import { readOffice365Field } from './read-office365-field.ts'

const keptFields = ['userEmail', 'clientId', 'tenantId', 'userId'] as const

/** Steps and checkboxes of the wizard that a person can mark as done. */
export const markableSteps: readonly string[] = [
  'prerequisites',
  'entra',
  'restrict',
  'send-test',
  ...office365Fields.map((field) => `have-${field}`),
]

export interface DraftValues {
  userEmail?: string | undefined
  clientId?: string | undefined
  tenantId?: string | undefined
  userId?: string | undefined
  secretExpiresOn?: string | undefined
  cloud?: NationalCloud | undefined
  credentialKind?: CredentialKind | undefined
}

const isDate = (text: string): boolean =>
  /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) === true

/**
 * Keeps only input that is a valid value of its field, in the form in which it will be saved. Anything else may be a secret
 * in the wrong field. An empty value is kept: it means that the person removed the saved one.
 */
export function keepReadable(typed: DraftValues): DraftValues {
  const kept: DraftValues = {}
  for (const field of keptFields) {
    const text = typed[field]
    if (typeof text !== 'string') continue
    const reading = readOffice365Field(field, text)
    if ('value' in reading) kept[field] = reading.value
    else if (text.trim() === '') kept[field] = ''
  }
  const { secretExpiresOn, cloud, credentialKind } = typed
  if (typeof secretExpiresOn === 'string' && (secretExpiresOn === '' || isDate(secretExpiresOn)))
    kept.secretExpiresOn = secretExpiresOn
  if (cloud !== undefined && nationalCloudNames.includes(cloud)) kept.cloud = cloud
  if (credentialKind !== undefined && credentialKinds.includes(credentialKind)) kept.credentialKind = credentialKind
  return kept
}

export const keepMarkable = (steps: readonly string[]): string[] => markableSteps.filter((step) => steps.includes(step))
