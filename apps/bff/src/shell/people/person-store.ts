import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { Person } from './person.ts'

export type PersonChanges = Partial<
  Pick<Person, 'name' | 'role' | 'botIds' | 'passwordHash' | 'providerIssuer' | 'providerSubject' | 'hasProviderRole'>
>

export interface PersonUpdate {
  changes: PersonChanges
  event: AuditEvent
}

/** A bot in `botIds` does not exist; `index` is its position there. */
interface NoSuchBot {
  outcome: 'no-such-bot'
  index: number
}

export type CreateOutcome = { outcome: 'created' | 'taken' } | NoSuchBot

export type UpdateOutcome =
  | { outcome: 'updated'; person: Person }
  | { outcome: 'absent' | 'last-owner' | 'declined' | 'identity-taken' }
  | NoSuchBot

/**
 * Each method is one transaction. Mail addresses are case-insensitive. The last owner can be neither deleted nor made
 * an admin.
 */
export interface PersonStore {
  list(): Promise<Person[]>
  readByEmail(email: string): Promise<Person | null>
  readByIdentity(identity: { issuer: string; subject: string }): Promise<Person | null>
  /** `taken`: another person has this mail address, or this identity at the provider. */
  create(person: Person, event: AuditEvent): Promise<CreateOutcome>
  /** Returns false and changes nothing if there is already a person. */
  createFirst(person: Person, event: AuditEvent): Promise<boolean>
  /**
   * `decide` gets the person as read in the transaction, and returns only the members to change; null changes nothing
   * (`declined`). It may be called more than once. A new role or password ends every session of the person.
   */
  update(personId: string, decide: (person: Person) => PersonUpdate | null): Promise<UpdateOutcome>
  /** Ends every session of the person. With `isMeant`, which may be called more than once, deletes the person only if it returns true. */
  delete(
    personId: string,
    event: AuditEvent,
    isMeant?: (person: Person) => boolean,
  ): Promise<'deleted' | 'absent' | 'last-owner'>
}
