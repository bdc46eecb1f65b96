import type { AuditEvent } from '../../features/audit/audit-event.ts'
import type { AuditStore } from '../../features/audit/audit-store.ts'
import type { Database } from './open-database.ts'
import { auditEvents } from './schema.ts'

type Writer = Pick<Database, 'insert'>

/** Called inside the transaction of the change that the event tells of. */
export function appendAuditEvent(writer: Writer, event: AuditEvent): void {
  writer.insert(auditEvents).values(event).run()
}

export function createAuditStore(database: Database): AuditStore {
  return {
    async append(event) {
      appendAuditEvent(database, event)
    },
  }
}
