import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { Person } from '../people/person.ts'

/** Times are milliseconds since 1970. */
export interface Session {
  idHash: string
  personId: string
  signedInAt: number
  /** When the person proved who they are; null if the identity provider does not say. */
  authenticatedAt: number | null
  lastSeenAt: number
  /** The address that the sign-in came from. */
  ip: string | null
}

/** Each method is one transaction. */
export interface SessionStore {
  /** False, and nothing stored, unless `holds` is true of the person as they are in the transaction. */
  create(session: Session, event: AuditEvent, holds: (person: Person) => boolean): Promise<boolean>
  /** The session with the person it belongs to, as that person is now. */
  read(idHash: string): Promise<{ session: Session; person: Person } | null>
  /** Newest first. */
  list(personId: string): Promise<Session[]>
  touch(idHash: string, lastSeenAt: number): Promise<void>
  delete(idHash: string, event: AuditEvent | null): Promise<void>
  deleteOlderThan(times: { signedInAt: number; lastSeenAt: number }): Promise<void>
}
