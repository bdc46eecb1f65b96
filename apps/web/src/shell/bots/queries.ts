import type { QueryInputOf } from '@office365-email/shared/endpoint'
import { botEndpoints } from '@office365-email/shared/endpoints/bots'
import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query'
import { call } from '../../ground/api-client.ts'
import { queryOf } from '../../ground/api-query.ts'

export type BotFilter = Pick<QueryInputOf<typeof botEndpoints.listBots>, 'q' | 'status'>

const limit = '50'

/** The first bots that match, with the totals. Without a filter, every page asks for them. */
export const firstBotsQuery = ({ q, status }: BotFilter = {}) =>
  queryOf(botEndpoints.listBots, { query: { limit, q: q || undefined, status } })

/** Page by page. The first page is that of `firstBotsQuery`, so that it is loaded once. */
export const botPagesQuery = (filter: BotFilter) =>
  infiniteQueryOptions({
    queryKey: ['bots', filter, 'pages'],
    queryFn: ({ pageParam, client, signal }) =>
      pageParam === undefined
        ? client.fetchQuery(firstBotsQuery(filter))
        : call(botEndpoints.listBots, {
            query: { limit, q: filter.q || undefined, status: filter.status, cursor: pageParam },
            signal,
          }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
  })

const idsPerRequest = 200

/** At most 200. A bot that does not exist, or is out of reach, is left out. */
export const botsByIdQuery = (ids: readonly string[]) =>
  queryOf(botEndpoints.listBots, { query: { limit: String(idsPerRequest), ids: ids.join(',') } })

/** The names of these bots by their IDs; none if they cannot be loaded, since every page also works with IDs. */
export async function loadBotNames(
  queryClient: QueryClient,
  botIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(botIds)].sort()
  const requests = Array.from({ length: Math.ceil(ids.length / idsPerRequest) }, (_, index) =>
    queryClient
      .fetchQuery(botsByIdQuery(ids.slice(index * idsPerRequest, (index + 1) * idsPerRequest)))
      .catch(() => null),
  )
  const found = (await Promise.all(requests)).flatMap((page) => page?.bots ?? [])
  return new Map(found.map(({ id, name }) => [id, name]))
}

export const botNamesQuery = (ids: readonly string[]) =>
  queryOptions({ queryKey: ['bots', { ids }, 'names'], queryFn: ({ client }) => loadBotNames(client, ids) })

export const botQuery = (botId: string) => queryOf(botEndpoints.readBot, { params: { botId } })

/** The lists of bots, but not the data of one bot, whose key has its ID in second place. */
export const refreshBotLists = (queryClient: QueryClient): Promise<void> =>
  queryClient.invalidateQueries({
    predicate: ({ queryKey: [noun, botId] }) => noun === 'bots' && typeof botId !== 'string',
  })

/** A bot that is created later with the same ID is another bot, so the cached data of this one must go. */
export const forgetBot = (queryClient: QueryClient, botId: string): void =>
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[1] === botId })
