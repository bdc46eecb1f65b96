import { and, desc, inArray, isNotNull } from 'drizzle-orm'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import type { AuditQuery, AuditStore } from '../../ground/audit/audit-store.ts'
import { createAuditConditions } from '../rows/audit-conditions.ts'
import type { Database, Executor } from './open-database.ts'
import { auditEvents, auditSubject } from './schema.ts'

/** Small enough that no request waits noticeably for the transaction. */
const batchSize = 200

/** Call it inside the transaction of the change that the event records. */
export async function appendAuditEvent({ orm }: Executor, event: AuditEvent): Promise<void> {
  await orm.insert(auditEvents).values(event)
}

const { isOfPresentBot, isSelected } = createAuditConditions(auditEvents, auditSubject)

export function createAuditStore(database: Database): AuditStore {
  const { orm, query } = database

  /** The newest events of each bot, since one query for all bots would sort all their events. */
  async function newestOf(botIds: string[], { limit, ...selection }: AuditQuery): Promise<number[]> {
    const ofBot = (botId: string) =>
      orm
        .select({ sequence: auditEvents.sequence })
        .from(auditEvents)
        .where(and(isSelected({ ...selection, botId }), isOfPresentBot))
        .orderBy(desc(auditEvents.sequence))
        .limit(limit)
    const newest: number[] = []
    for (const botId of botIds) newest.push(...(await ofBot(botId)).map(({ sequence }) => sequence))
    return newest.sort((one, other) => other - one).slice(0, limit)
  }

  async function isWithin(selection: AuditQuery) {
    const { reach, botId } = selection
    if (reach === 'everything') return undefined
    if (reach === 'all') return and(isNotNull(auditEvents.botId), isOfPresentBot)
    return botId === undefined
      ? inArray(auditEvents.sequence, await newestOf(reach, selection))
      : and(inArray(auditEvents.botId, reach), isOfPresentBot)
  }

  return {
    async append(event) {
      await appendAuditEvent(database, event)
    },
    async list(selection) {
      const rows = await orm
        .select()
        .from(auditEvents)
        .where(and(await isWithin(selection), isSelected(selection)))
        .orderBy(desc(auditEvents.sequence))
        .limit(selection.limit)
      return rows.map(({ sequence, ...event }) => ({ sequence, event }))
    },
    async deleteOlderThan(keepFrom) {
      let deleted = 0
      for (let changes = batchSize; changes === batchSize; deleted += changes) {
        const [row] = await query<{ count: number }>('select delete_old_audit_events($1, $2) as count', [
          keepFrom,
          batchSize,
        ])
        changes = row?.count ?? 0
      }
      return deleted
    },
  }
}
