import type { AuditEventView } from '@office365-email/shared/audit-event'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { callApi } from '../../../ground/api-client.ts'

interface AuditPage {
  auditEvents: AuditEventView[]
  nextCursor: string | null
}

export interface AuditFilter {
  botId: string | null
  /** A whole action, or what stands before its point. */
  action: string | null
}

/** Newest first, page by page. What concerns one bot is forgotten together with the rest of what is known of it. */
export const auditEventsQuery = ({ botId, action }: AuditFilter, limit = 50) =>
  infiniteQueryOptions({
    queryKey: [...(botId ? ['bots', botId] : []), 'audit-events', { action, limit }],
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams({ limit: String(limit) })
      if (botId) search.set('botId', botId)
      if (action) search.set('action', action)
      if (pageParam) search.set('cursor', pageParam)
      return callApi<AuditPage>(`/audit-events?${search}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
