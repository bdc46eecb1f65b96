import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { Person } from '../people/person.ts'

export interface SetUpLink {
  tokenHash: string
  /** Milliseconds since 1970. */
  expiresAt: number
}

/** Each method is one transaction. At most one link is stored. */
export interface SetUpLinkStore {
  /** Stores the link unless a person exists (`not-needed`), or another link has not expired yet (`open`). */
  create(link: SetUpLink, now: number): Promise<'created' | 'open' | 'not-needed'>
  /** Replaces any earlier link. Returns false and changes nothing if a person exists. */
  replace(link: SetUpLink): Promise<boolean>
  /**
   * Creates the first owner and uses up the link. Returns false if the link is not open, or if a person already exists.
   */
  redeem(tokenHash: string, now: number, owner: Person, event: AuditEvent): Promise<boolean>
}
