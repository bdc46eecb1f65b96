import { botEndpoints } from '@office365-email/shared/endpoints/bots'
import { type QueryClient, queryOptions } from '@tanstack/react-query'
import { queryOf } from '../../ground/api-query.ts'

export const botsQuery = queryOptions({ ...queryOf(botEndpoints.listBots, {}), select: ({ bots }) => bots })

export const botQuery = (botId: string) => queryOf(botEndpoints.readBot, { params: { botId } })

/** A bot that is created later with the same ID is another bot, so the cached data of this one must go. */
export const forgetBot = (queryClient: QueryClient, botId: string): void =>
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[1] === botId })
