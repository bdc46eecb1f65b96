import type { AuditEvent } from '../../ground/audit/audit-event.ts'

/** Nothing is sent from this database until an owner releases it. */
export interface SendingHold {
  reason: 'restored'
  since: string
}

/** Each method is one transaction. */
export interface SendingStore {
  readHold(): Promise<SendingHold | null>
  /** Holds a database that was restored from a copy: its queued messages become `unknown`, and its sessions end. */
  holdRestored(event: AuditEvent): Promise<void>
  /** Returns false if sending was not held. The time of the hold does not count toward the age of queued messages. */
  release(event: AuditEvent): Promise<boolean>
  /** Remembers since when the server runs with `SENDING=off`. */
  beginOff(at: Date): Promise<void>
  /** The time that the server ran with `SENDING=off` does not count toward the age of queued messages. */
  endOff(at: Date): Promise<void>
}
