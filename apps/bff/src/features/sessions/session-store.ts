import type { AuditEvent } from '../audit/audit-event.ts'
import type { Person } from '../people/person.ts'

/** Times are milliseconds since 1970. */
export interface Session {
  idHash: string
  personId: string
  signedInAt: number
  lastSeenAt: number
  /** The address that the sign-in came from. */
  ip: string | null
}

/** Each method is one transaction. */
export interface SessionStore {
  create(session: Session, event: AuditEvent): Promise<void>
  /** The session with the person it belongs to, as that person is now. */
  read(idHash: string): Promise<{ session: Session; person: Person } | null>
  /** Newest first. */
  list(personId: string): Promise<Session[]>
  touch(idHash: string, lastSeenAt: number): Promise<void>
  delete(idHash: string, event: AuditEvent | null): Promise<void>
  deleteOlderThan(times: { signedInAt: number; lastSeenAt: number }): Promise<void>
}
