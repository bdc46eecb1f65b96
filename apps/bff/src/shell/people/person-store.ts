import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { Person } from './person.ts'

export type PersonChanges = Partial<
  Pick<Person, 'name' | 'role' | 'botIds' | 'passwordHash' | 'providerIssuer' | 'providerSubject' | 'hasProviderRole'>
>

export interface PersonUpdate {
  changes: PersonChanges
  event: AuditEvent
}

/** A bot that the person would reach does not exist: its place in `botIds`. */
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
 * Each method is one transaction. Mail addresses are compared without regard to case. Some owner always stays:
 * whoever would be the last one to go is not changed.
 */
export interface PersonStore {
  list(): Promise<Person[]>
  readByEmail(email: string): Promise<Person | null>
  readByIdentity(identity: { issuer: string; subject: string }): Promise<Person | null>
  /** `taken`: somebody has this mail address, or this identity at the provider. */
  create(person: Person, event: AuditEvent): Promise<CreateOutcome>
  /**
   * `decide` sees the person as they are in the transaction, and writes only what it names; with null nothing is changed
   * (`declined`). Another role or password ends every session of the person.
   */
  update(personId: string, decide: (person: Person) => PersonUpdate | null): Promise<UpdateOutcome>
  /** Ends every session of the person. With `isMeant`, only a person of whom it is true is deleted. */
  delete(
    personId: string,
    event: AuditEvent,
    isMeant?: (person: Person) => boolean,
  ): Promise<'deleted' | 'absent' | 'last-owner'>
}
