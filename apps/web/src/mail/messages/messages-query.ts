import { messageEndpoints } from '@office365-email/shared/endpoints/messages'
import type { MessageState } from '@office365-email/shared/message'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { call } from '../../ground/api-client.ts'

const refreshMs = 15_000

/** Newest first, page by page. Refreshes automatically while the page is open. */
export const messagesQuery = (botId: string, state: MessageState | null, limit = 25) =>
  infiniteQueryOptions({
    queryKey: ['bots', botId, 'messages', { state, limit }],
    queryFn: ({ pageParam, signal }) =>
      call(messageEndpoints.listMessages, {
        params: { botId },
        query: { limit: String(limit), state: state ?? undefined, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: refreshMs,
  })
