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
import { type FormValues, normalize } from './form-values.ts'
import { office365Texts } from './texts.ts'

/** The remedy for each invalid value. */
export type Faults = { [field in Office365Field]?: string }

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
    if (field === 'clientSecret' && secretKept && values.clientSecret === '') continue
    const fault = findOwnFault(field, values[field]) ?? equal[field]
    if (fault) faults[field] = fault
  }
  return faults
}

/** The errors of a response that belong to a field of the form. */
export function faultsOfErrors(errors: readonly FieldError[] = []): Faults {
  const faults: Faults = {}
  for (const { pointer, detail } of errors) {
    const field = pointer.slice(1)
    if (isOffice365Field(field)) faults[field] ??= detail
  }
  return faults
}

export const faultyFields = (faults: Faults): Office365Field[] => office365Fields.filter((field) => faults[field])

/** A note about a valid value. */
export function findNote(field: Office365Field, values: FormValues): string | null {
  const { notes } = office365Texts.configuration
  const text = normalize(field, values[field])
  if (text === '' || isGuid(text) || findFault(field, values)) return null
  if (field === 'tenantId') return notes.tenantDomain
  if (field !== 'userId') return null
  const userEmail = normalize('userEmail', values.userEmail).trim().toLowerCase()
  const isOther = userEmail !== '' && userEmail !== text.toLowerCase()
  return isOther ? notes.otherPrincipalName : notes.principalName
}
