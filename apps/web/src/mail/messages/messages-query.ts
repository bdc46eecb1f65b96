import { messageEndpoints } from '@office365-email/shared/endpoints/messages'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { call } from '../../ground/api-client.ts'
import type { LoadBotNames } from '../host.ts'
import { type MessageSearch, toQuery } from './search-address.ts'

const refreshMs = 15_000
const noNames: ReadonlyMap<string, string> = new Map()

interface MessagesOptions {
  limit?: number
  counts?: boolean
  /** The names of bots arrive together with the messages, so that no text changes afterward. */
  loadBotNames?: LoadBotNames | undefined
}

/** Newest first, page by page; of one bot, or of all. Refreshes automatically while the page is open. */
export const messagesQuery = (
  botId: string | null,
  search: MessageSearch,
  { limit = 25, counts = false, loadBotNames }: MessagesOptions = {},
) =>
  infiniteQueryOptions({
    // Below the bot, so that all data of a bot is refreshed or removed together.
    queryKey: [...(botId === null ? [] : ['bots', botId]), 'messages', { ...search, limit, counts }],
    queryFn: async ({ pageParam, client, signal }) => {
      const query = {
        ...toQuery(search),
        limit: String(limit),
        cursor: pageParam,
        ...(counts && { counts: 'true' as const }),
      }
      const page = await (botId === null
        ? call(messageEndpoints.searchMessages, { query, signal })
        : call(messageEndpoints.listMessages, { params: { botId }, query, signal }))
      const botIds = botId === null ? [...new Set(page.messages.map((message) => message.botId))] : []
      return { ...page, botNames: (await loadBotNames?.(client, botIds)) ?? noNames }
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: refreshMs,
  })
