import type { AuditEvent } from '../ground/audit/audit-event.ts'
import type { SealedValues } from '../mail/encryption-keys/sealed-values.ts'

/** Values by column, as the engine that is left stores them. */
export type Row = Record<string, string | number | null>

/** A database whose content is copied to another one. Nothing else can use it. */
export interface Departure {
  /** In an order in which each table follows those that it refers to. */
  tables: { name: string; rows: number }[]
  read(table: string): Iterable<Row>
  highestAuditSequence: number
  /** Marks the database as moved to this place, so that nothing opens it again. */
  finish(place: string): void
  /** Without `finish`, the database stays as it was. */
  close(): void
}

export interface Arrival {
  /** Throws if a sealed value cannot be opened. */
  verify: (sealedValues: Pick<SealedValues, 'list'>) => Promise<void>
  event: AuditEvent
  onProgress: (table: string, rows: number) => void
}
