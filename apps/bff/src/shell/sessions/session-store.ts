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
  /**
   * Returns false and stores nothing unless `holds` is true for the person as read in the transaction. It may be called
   * more than once.
   */
  create(session: Session, event: AuditEvent, holds: (person: Person) => boolean): Promise<boolean>
  /** The session and its person, as they are stored now. */
  read(idHash: string): Promise<{ session: Session; person: Person } | null>
  /** Newest first. */
  list(personId: string): Promise<Session[]>
  touch(idHash: string, lastSeenAt: number): Promise<void>
  delete(idHash: string, event: AuditEvent | null): Promise<void>
  deleteOlderThan(times: { signedInAt: number; lastSeenAt: number }): Promise<void>
}
