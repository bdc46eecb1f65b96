import type { Message, MessageState } from '@office365-email/shared/message'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { callApi } from '../../../ground/api-client.ts'

interface MessagePage {
  messages: Message[]
  nextCursor: string | null
}

const refreshMs = 15_000

/** Newest first, page by page. Refreshes by itself while the page is looked at. */
export const messagesQuery = (botId: string, state: MessageState | null, limit = 25) =>
  infiniteQueryOptions({
    queryKey: ['bots', botId, 'messages', { state, limit }],
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams({ limit: String(limit) })
      if (state) search.set('state', state)
      if (pageParam) search.set('cursor', pageParam)
      return callApi<MessagePage>(`/bots/${encodeURIComponent(botId)}/messages?${search}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: refreshMs,
  })
