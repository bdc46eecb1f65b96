import { isGuid } from '@office365-email/shared/guid'
import { configurationValuesSchema } from '@office365-email/shared/office365-configuration'
import {
  findEqualIds,
  isOffice365Field,
  type Office365Field,
  office365Fields,
} from '@office365-email/shared/office365-fields'
import type { FieldError } from '@office365-email/shared/problem'
import { faultOf } from '../../ground/read-faults.ts'
import { type FormValues, normalise } from './form-values.ts'
import { office365Texts } from './texts.ts'

/** What to do about each value that cannot be right. */
export type Faults = { [field in Office365Field]?: string }

const findOwnFault = (field: Office365Field, text: string): string | undefined =>
  faultOf(configurationValuesSchema.shape[field], text)

function findEqualFaults(values: FormValues): Faults {
  const normalised = Object.fromEntries(office365Fields.map((field) => [field, normalise(field, values[field])]))
  return Object.fromEntries(findEqualIds(normalised).map(({ field, remedy }) => [field, remedy]))
}

/** The fault of one value while the form is being filled: an empty field is none yet. */
export function findFault(field: Office365Field, values: FormValues): string | undefined {
  if (values[field].trim() === '') return undefined
  return findOwnFault(field, values[field]) ?? findEqualFaults(values)[field]
}

/** Every fault at Submit, in the order of the form. */
export function findFaults(values: FormValues, { secretKept }: { secretKept: boolean }): Faults {
  const equal = findEqualFaults(values)
  const faults: Faults = {}
  for (const field of office365Fields) {
    if (field === 'clientSecret' && secretKept && values.clientSecret === '') continue
    const fault = findOwnFault(field, values[field]) ?? equal[field]
    if (fault) faults[field] = fault
  }
  return faults
}

/** The errors of an answer that belong to a field of the form. */
export function faultsOfErrors(errors: readonly FieldError[] = []): Faults {
  const faults: Faults = {}
  for (const { pointer, detail } of errors) {
    const field = pointer.slice(1)
    if (isOffice365Field(field)) faults[field] ??= detail
  }
  return faults
}

export const faultyFields = (faults: Faults): Office365Field[] => office365Fields.filter((field) => faults[field])

/** Something worth knowing about a value that is fine. */
export function findNote(field: Office365Field, values: FormValues): string | null {
  const { notes } = office365Texts.configuration
  const text = values[field]
  if (text === '' || isGuid(text) || findFault(field, values)) return null
  if (field === 'tenantId') return notes.tenantDomain
  if (field !== 'userId') return null
  const userEmail = normalise('userEmail', values.userEmail).trim().toLowerCase()
  const isOther = userEmail !== '' && userEmail !== normalise('userId', text).toLowerCase()
  return isOther ? notes.otherPrincipalName : notes.principalName
}
