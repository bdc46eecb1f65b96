import { type AnyColumn, and, eq, lt, type SQL, sql } from 'drizzle-orm'
import type { AuditQuery } from '../../ground/audit/audit-store.ts'

interface AuditColumns {
  sequence: AnyColumn
  botId: AnyColumn
  action: AnyColumn
}

/** Which events a query selects, in the SQL of both engines. `subject` is the part of the action before its dot. */
export function createAuditConditions({ sequence, botId, action }: AuditColumns, subject: SQL) {
  const isOfKind = (kind: string) => (kind.includes('.') ? eq(action, kind) : eq(subject, kind))
  return {
    /** The action is a literal, because SQLite uses a partial index only if the query contains its condition. */
    isOfPresentBot: sql`${sequence} > coalesce((
      select max(deletion.sequence) from audit_events as deletion
      where deletion.bot_id = ${botId} and deletion.action = 'bot.deleted'), 0)`,
    isSelected: (query: Pick<AuditQuery, 'botId' | 'action' | 'before'>): SQL | undefined =>
      and(
        query.botId === undefined ? undefined : eq(botId, query.botId),
        query.action === undefined ? undefined : isOfKind(query.action),
        query.before === undefined ? undefined : lt(sequence, query.before),
      ),
  }
}
