import type { PersonalDataPlace } from '@office365-email/shared/personal-data'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'

/** A place that is a table. The search index is not one. */
export type StoredPlace = Exclude<PersonalDataPlace, 'search-index'>

/** The texts of a row by their columns, JSON as it is stored. */
export type StoredTexts = Readonly<Record<string, string | null>>

export interface FoundRow {
  key: string
  texts: StoredTexts
}

export interface RowChange {
  key: string
  before: StoredTexts
  after: StoredTexts
  /**
   * Of a message: its stored body, or the whole message in place of the change. While its idempotency key is kept, a message
   * is changed, so that a repeated request does not send it again.
   */
  deletes: 'nothing' | 'body' | 'message'
  /** For audit events: the address as it is there, between the two characters around it, and what takes its place. */
  replacements: readonly { found: string; replacement: string }[]
}

export interface PersonalDataStore {
  /**
   * Reads the next rows of a place, in the order of their keys. Returns those with one of the needles, which are in lower
   * case, in any of their texts. `last` is the key to continue after; null at the end.
   */
  readSome(
    place: StoredPlace,
    after: string | null,
    needles: readonly string[],
  ): Promise<{ rows: FoundRow[]; read: number; last: string | null }>
  /**
   * Changes those rows whose texts are still as before, in one transaction with the event. Writes no event if it changed
   * none.
   */
  change(place: StoredPlace, changes: readonly RowChange[], eventOf: (changed: number) => AuditEvent): Promise<void>
  /** Removes what was deleted from the files of the database, as far as the engine can. */
  forgetDeleted(): Promise<void>
}
