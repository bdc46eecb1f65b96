import { and, desc, eq, inArray, isNotNull, like, lt } from 'drizzle-orm'
import type { AuditEvent } from '../../features/audit/audit-event.ts'
import type { AuditQuery, AuditStore } from '../../features/audit/audit-store.ts'
import type { Database } from './open-database.ts'
import { auditEvents } from './schema.ts'

type Writer = Pick<Database, 'insert'>

/** Small enough that no request waits noticeably for the transaction. */
const batchSize = 200

/** Called inside the transaction of the change that the event tells of. */
export function appendAuditEvent(writer: Writer, event: AuditEvent): void {
  writer.insert(auditEvents).values(event).run()
}

function isWithin(reach: AuditQuery['reach']) {
  if (reach === 'everything') return undefined
  return reach === 'all' ? isNotNull(auditEvents.botId) : inArray(auditEvents.botId, reach)
}

const isOfKind = (action: string) =>
  action.includes('.')
    ? eq(auditEvents.action, action as AuditEvent['action'])
    : like(auditEvents.action, `${action}.%`)

export function createAuditStore(database: Database): AuditStore {
  const { $client } = database
  // Events are written in the order of their times: the oldest are found without reading the rest.
  const deleteOldest = $client.prepare(
    `delete from audit_events where sequence in
       (select sequence from (select sequence, at from audit_events order by sequence limit ${batchSize}) where at < ?)`,
  )
  const allow = $client.prepare('insert or replace into audit_retention (id, keep_from) values (1, ?)')
  const deleteBatch = $client.transaction((keepFrom: string) => {
    allow.run(keepFrom)
    return deleteOldest.run(keepFrom).changes
  })

  return {
    async append(event) {
      appendAuditEvent(database, event)
    },
    async list({ reach, botId, action, before, limit }) {
      return database
        .select()
        .from(auditEvents)
        .where(
          and(
            isWithin(reach),
            botId === undefined ? undefined : eq(auditEvents.botId, botId),
            action === undefined ? undefined : isOfKind(action),
            before === undefined ? undefined : lt(auditEvents.sequence, before),
          ),
        )
        .orderBy(desc(auditEvents.sequence))
        .limit(limit)
        .all()
        .map(({ sequence, ...event }) => ({ sequence, event }))
    },
    async deleteOlderThan(keepFrom) {
      let deleted = 0
      for (let changes = batchSize; changes === batchSize; deleted += changes) changes = deleteBatch.immediate(keepFrom)
      return deleted
    },
  }
}
