import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { Person } from '../people/person.ts'

/** Each method is one transaction. */
export interface SetUpLinkStore {
  /** Replaces any link made before. */
  create(tokenHash: string, expiresAt: number): Promise<void>
  /** Makes the first owner and uses the link up; false for a link that is not open, or once somebody is there. */
  redeem(tokenHash: string, now: number, owner: Person, event: AuditEvent): Promise<boolean>
}
