import { and, desc, inArray, isNotNull } from 'drizzle-orm'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { AuditQuery, AuditStore } from '../../ground/audit/audit-store.ts'
import { createAuditConditions } from '../rows/audit-conditions.ts'
import type { Database } from './open-database.ts'
import { auditEvents, auditSubject } from './schema.ts'

type Writer = Pick<Database, 'insert'>

/** Small enough that no request waits noticeably for the transaction. */
const batchSize = 200

/** Call it inside the transaction of the change that the event records. */
export function appendAuditEvent(writer: Writer, event: AuditEvent): void {
  writer.insert(auditEvents).values(event).run()
}

const { isOfPresentBot, isSelected } = createAuditConditions(auditEvents, auditSubject)

export function createAuditStore(database: Database): AuditStore {
  const { $client } = database
  // Events are written in time order, so the oldest are found without reading the rest.
  const deleteOldest = $client.prepare(
    `delete from audit_events where sequence in
       (select sequence from (select sequence, at from audit_events order by sequence limit ${batchSize}) where at < ?)`,
  )
  const allow = $client.prepare('insert or replace into audit_retention (id, keep_from) values (1, ?)')
  const deleteBatch = $client.transaction((keepFrom: string) => {
    allow.run(keepFrom)
    return deleteOldest.run(keepFrom).changes
  })

  /** Merges the newest events of each bot. With one query for all bots, SQLite would sort all their events. */
  function newestOf(botIds: string[], { limit, ...query }: AuditQuery): number[] {
    const ofBot = (botId: string) =>
      database
        .select({ sequence: auditEvents.sequence })
        .from(auditEvents)
        .where(and(isSelected({ ...query, botId }), isOfPresentBot))
        .orderBy(desc(auditEvents.sequence))
        .limit(limit)
        .all()
    return botIds
      .flatMap(ofBot)
      .map(({ sequence }) => sequence)
      .sort((one, other) => other - one)
      .slice(0, limit)
  }

  function isWithin(query: AuditQuery) {
    const { reach, botId } = query
    if (reach === 'everything') return undefined
    if (reach === 'all') return and(isNotNull(auditEvents.botId), isOfPresentBot)
    return botId === undefined
      ? inArray(auditEvents.sequence, newestOf(reach, query))
      : and(inArray(auditEvents.botId, reach), isOfPresentBot)
  }

  return {
    async append(event) {
      appendAuditEvent(database, event)
    },
    async list(query) {
      return database
        .select()
        .from(auditEvents)
        .where(and(isWithin(query), isSelected(query)))
        .orderBy(desc(auditEvents.sequence))
        .limit(query.limit)
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
