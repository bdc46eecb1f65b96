import { isGuid } from '@office365-email/shared/guid'
import type { Office365Field } from '@office365-email/shared/office365-fields'
import { findFault } from './find-faults.ts'
import { type FormValues, normalise } from './form-values.ts'
import { office365Texts } from './texts.ts'

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
