import type { ExportFormat } from '@office365-email/shared/export'
import { type AuditEvent, auditEvent } from '../../ground/audit/audit-event.ts'
import type { AuditQuery, AuditStore } from '../../ground/audit/audit-store.ts'
import type { CsvValue } from '../../ground/export/csv.ts'
import { writeFile } from '../../ground/export/write-file.ts'
import type { RequestContext } from '../../ground/request-context.ts'

type Export = Pick<AuditQuery, 'reach' | 'botId' | 'action'> & { format: ExportFormat }

const pageSize = 500

const columns: Record<string, (event: AuditEvent) => CsvValue> = {
  id: ({ id }) => id,
  at: ({ at }) => at,
  actorKind: ({ actor }) => actor.kind,
  actorId: ({ actor }) => actor.id,
  actorName: ({ actor }) => actor.name,
  action: ({ action }) => action,
  botId: ({ botId }) => botId,
  outcome: ({ outcome }) => outcome,
  requestId: ({ requestId }) => requestId,
  ip: ({ ip }) => ip,
  details: ({ details }) => JSON.stringify(details),
}

async function* readPages(audit: AuditStore, query: Omit<AuditQuery, 'before' | 'limit'>) {
  for (let before: number | undefined; ; ) {
    const page = await audit.list({ ...query, before, limit: pageSize })
    yield page.map(({ event }) => event)
    if (page.length < pageSize) return
    before = page.at(-1)?.sequence
  }
}

/** The pieces of a file with all events of a query. The export is recorded when it ends. */
export const exportAuditEvents = (
  audit: AuditStore,
  context: RequestContext,
  { reach, botId, action, format }: Export,
): AsyncGenerator<string> =>
  writeFile({
    format,
    columns,
    rows: readPages(audit, { reach, botId, action }),
    record: (count, isComplete) =>
      audit.append(
        auditEvent(context, 'audit-event.exported', {
          botId: botId ?? null,
          details: { format, count, complete: isComplete, ...(action !== undefined && { action }) },
        }),
      ),
  })
