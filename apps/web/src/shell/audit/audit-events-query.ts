import type { QueryInputOf } from '@office365-email/shared/endpoint'
import { auditEventEndpoints } from '@office365-email/shared/endpoints/audit-events'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { call } from '../../ground/api-client.ts'

/** An action is a full action, or only its subject: the part before the period. */
export type AuditFilter = Pick<QueryInputOf<typeof auditEventEndpoints.listAuditEvents>, 'botId' | 'action'>

/** Newest first, page by page. The events of one bot have a key below that bot, so that they are removed with it. */
export const auditEventsQuery = ({ botId, action }: AuditFilter, limit = 50) =>
  infiniteQueryOptions({
    queryKey: [...(botId ? ['bots', botId] : []), 'audit-events', { action, limit }],
    queryFn: ({ pageParam, signal }) =>
      call(auditEventEndpoints.listAuditEvents, {
        query: { limit: String(limit), botId, action, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  })
