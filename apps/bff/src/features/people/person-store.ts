import type { AuditEvent } from '../audit/audit-event.ts'
import type { Person } from './person.ts'

export type PersonChanges = Partial<
  Pick<Person, 'name' | 'role' | 'botIds' | 'passwordHash' | 'providerSubject' | 'hasProviderRole'>
>

/**
 * Each method is one transaction. Mail addresses are compared without regard to case. Some owner always stays:
 * whoever would be the last one to go is not changed.
 */
export interface PersonStore {
  list(): Promise<Person[]>
  readByEmail(email: string): Promise<Person | null>
  /** False if the mail address is taken. */
  create(person: Person, event: AuditEvent): Promise<boolean>
  /** Another role or password ends every session of the person. */
  update(personId: string, changes: PersonChanges, event: AuditEvent): Promise<'updated' | 'absent' | 'last-owner'>
  /** Ends every session of the person. */
  delete(personId: string, event: AuditEvent): Promise<'deleted' | 'absent' | 'last-owner'>
}
