import type { Person } from './person.ts'
import type { PersonChanges } from './person-store.ts'

export const isDemotion = ({ role }: PersonChanges): boolean => role !== undefined && role !== 'owner'

/** Whether the person has to sign in again after these changes. */
export const endsSessions = (person: Person, { role, passwordHash }: PersonChanges): boolean =>
  (role !== undefined && role !== person.role) || passwordHash !== undefined
