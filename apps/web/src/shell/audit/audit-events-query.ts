import type { QueryInputOf } from '@office365-email/shared/endpoint'
import { auditEventEndpoints } from '@office365-email/shared/endpoints/audit-events'
import { infiniteQueryOptions, type QueryClient } from '@tanstack/react-query'
import { call } from '../../ground/api-client.ts'

/** An action is a full action, or only its subject: the part before the period. */
export type AuditFilter = Pick<QueryInputOf<typeof auditEventEndpoints.listAuditEvents>, 'botId' | 'action'>

type BotNames = ReadonlyMap<string, string>

interface AuditPageOptions {
  limit?: number
  /** The names of bots by their IDs. They arrive together with the events, so that no text changes afterward. */
  loadBotNames?: (client: QueryClient, botIds: string[]) => Promise<BotNames>
}

const noNames: BotNames = new Map()

/** Newest first, page by page. The events of one bot have a key below that bot, so that they are removed with it. */
export const auditEventsQuery = ({ botId, action }: AuditFilter, { limit = 50, loadBotNames }: AuditPageOptions) =>
  infiniteQueryOptions({
    queryKey: [...(botId ? ['bots', botId] : []), 'audit-events', { action, limit }],
    queryFn: async ({ pageParam, client, signal }) => {
      const page = await call(auditEventEndpoints.listAuditEvents, {
        query: { limit: String(limit), botId, action, cursor: pageParam },
        signal,
      })
      const botIds = page.auditEvents.flatMap((event) => event.botId ?? [])
      return { ...page, botNames: (await loadBotNames?.(client, botIds)) ?? noNames }
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  })
