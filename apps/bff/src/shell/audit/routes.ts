import { auditEventEndpoints } from '@office365-email/shared/endpoints/audit-events'
import type { AuditQuery, AuditStore } from '../../ground/audit/audit-store.ts'
import { dayOf } from '../../ground/day.ts'
import { reachesBot } from '../../ground/http/access.ts'
import { type EndpointRoute, handle } from '../../ground/http/endpoint-route.ts'
import type { Principal } from '../../ground/http/principal.ts'
import { replyWithFile } from '../../ground/http/reply-with-file.ts'
import { notFound } from '../../ground/problem.ts'
import { exportAuditEvents } from './export-audit-events.ts'

export interface Dependencies {
  audit: AuditStore
}

/** Owners also see events that belong to no bot: sign-ins, people, encryption keys. */
const reachOf = (principal: Principal): AuditQuery['reach'] =>
  principal.kind === 'person' && principal.role === 'owner' ? 'everything' : principal.botIds

export const auditEventRoutes: EndpointRoute<Dependencies>[] = [
  handle(auditEventEndpoints.listAuditEvents, async ({ audit }, { query, principal }) => {
    const { cursor, botId, action, limit } = query
    if (botId !== undefined && !reachesBot(principal, botId)) throw notFound()
    const before = cursor === undefined ? undefined : Number(cursor)
    const rows = await audit.list({ reach: reachOf(principal), botId, action, before, limit: limit + 1 })
    const page = rows.slice(0, limit)
    const next = rows.length > limit ? page.at(-1) : undefined
    return { auditEvents: page.map(({ event }) => event), nextCursor: next ? String(next.sequence) : null }
  }),

  handle(auditEventEndpoints.exportAuditEvents, async ({ audit }, { query, principal, context, reply }) => {
    const { botId, action, format } = query
    if (botId !== undefined && !reachesBot(principal, botId)) throw notFound()
    return replyWithFile(reply, {
      name: `audit-log-${dayOf(context.now)}`,
      format,
      rowEstimate: null,
      pieces: exportAuditEvents(audit, context, { reach: reachOf(principal), botId, action, format }),
    })
  }),
]
