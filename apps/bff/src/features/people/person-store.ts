import type { AuditEvent } from '../audit/audit-event.ts'
import type { Person } from './person.ts'

/** Each method is one transaction. Mail addresses are compared without regard to case. */
export interface PersonStore {
  list(): Promise<Person[]>
  readByEmail(email: string): Promise<Person | null>
  /** False if the mail address is taken. */
  create(person: Person, event: AuditEvent): Promise<boolean>
  setPassword(personId: string, passwordHash: string, event: AuditEvent): Promise<void>
}
