import { configurationValuesSchema } from '@office365-email/shared/configuration-values'
import { defaultCredentialKind } from '@office365-email/shared/credential'
import { isGuid } from '@office365-email/shared/guid'
import {
  isOffice365Field,
  type Office365Field,
  office365FieldLabels,
  office365Fields,
} from '@office365-email/shared/office365-fields'
import type { FieldError } from '@office365-email/shared/problem'
import { findEqualIds } from '@office365-email/shared/read-office365-field'
import { submittedCredentialSchema } from '@office365-email/shared/submitted-credential'
import { faultOf } from '../../ground/read-faults.ts'
import { formTexts } from './form-texts.ts'
import { type FormValues, normalize } from './form-values.ts'

/** What can be wrong in the form, in its order. */
const formFields = ['credentialKind', ...office365Fields, 'validMonths', 'pem', 'password'] as const
export type FormField = (typeof formFields)[number]

export const labelOf = (field: FormField): string =>
  isOffice365Field(field) ? office365FieldLabels[field] : formTexts.configuration.credentialFields[field]

/** The remedy for each invalid value. */
export type Faults = { [field in FormField]?: string }

const findOwnFault = (field: Office365Field, text: string): string | undefined =>
  faultOf(configurationValuesSchema.shape[field], text)

function findEqualFaults(values: FormValues): Faults {
  const normalized = Object.fromEntries(office365Fields.map((field) => [field, normalize(field, values[field])]))
  return Object.fromEntries(findEqualIds(normalized).map(({ field, remedy }) => [field, remedy]))
}

/** The fault of one value while the form is being filled in: an empty field is not a fault yet. */
export function findFault(field: Office365Field, values: FormValues): string | undefined {
  if (values[field].trim() === '') return undefined
  return findOwnFault(field, values[field]) ?? findEqualFaults(values)[field]
}

/** Every fault at Submit, in the order of the form. */
export function findFaults(values: FormValues, { secretKept }: { secretKept: boolean }): Faults {
  const equal = findEqualFaults(values)
  const faults: Faults = {}
  for (const field of office365Fields) {
    if (field === 'clientSecret' && !asksForSecret(values, secretKept)) continue
    const fault = findOwnFault(field, values[field]) ?? equal[field]
    if (fault) faults[field] = fault
  }
  if (values.credentialKind === 'certificate' && values.certificate === 'own') {
    const fault = faultOf(submittedCredentialSchema.shape.pem, values.pem.trim())
    if (fault) faults.pem = fault
  }
  return faults
}

const asksForSecret = ({ credentialKind, clientSecret }: FormValues, secretKept: boolean): boolean =>
  credentialKind === 'client-secret' && !(secretKept && clientSecret === '')

/** The field that an error of the server is about. What it says of a secret is about the kind if the form has no secret. */
function fieldOf(pointer: string, { credentialKind }: Pick<FormValues, 'credentialKind'>): FormField | undefined {
  const name = pointer.replace(/^\/(credential\/)?/, '')
  const isAboutKind = name === 'kind' || (name === 'clientSecret' && credentialKind !== 'client-secret')
  return isAboutKind ? 'credentialKind' : formFields.find((field) => field === name)
}

/** The errors of a response that belong to a field of the form. */
export function faultsOfErrors(
  errors: readonly FieldError[] = [],
  values: Pick<FormValues, 'credentialKind'> = { credentialKind: defaultCredentialKind },
): Faults {
  const faults: Faults = {}
  for (const { pointer, detail } of errors) {
    const field = fieldOf(pointer, values)
    if (field) faults[field] ??= detail
  }
  return faults
}

export const faultyFields = (faults: Faults): FormField[] => formFields.filter((field) => faults[field])

/** A note about a valid value. */
export function findNote(field: Office365Field, values: FormValues): string | null {
  const { notes } = formTexts.configuration
  const text = normalize(field, values[field])
  if (text === '' || isGuid(text) || findFault(field, values)) return null
  if (field === 'tenantId') return notes.tenantDomain
  if (field !== 'userId') return null
  const userEmail = normalize('userEmail', values.userEmail).trim().toLowerCase()
  const isOther = userEmail !== '' && userEmail !== text.toLowerCase()
  return isOther ? notes.otherPrincipalName : notes.principalName
}
