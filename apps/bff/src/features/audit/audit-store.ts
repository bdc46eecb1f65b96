import type { AuditEvent } from './audit-event.ts'

/** For events that change nothing else; every other store method writes its event in its own transaction. */
export interface AuditStore {
  append(event: AuditEvent): Promise<void>
}
