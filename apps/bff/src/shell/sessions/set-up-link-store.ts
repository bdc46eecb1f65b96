import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { Person } from '../people/person.ts'

/** Each method is one transaction. */
export interface SetUpLinkStore {
  /** Replaces any earlier link. */
  create(tokenHash: string, expiresAt: number): Promise<void>
  /**
   * Creates the first owner and uses up the link. Returns false if the link is not open, or if a person already exists.
   */
  redeem(tokenHash: string, now: number, owner: Person, event: AuditEvent): Promise<boolean>
}
