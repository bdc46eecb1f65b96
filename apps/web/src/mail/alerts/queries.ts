import { alertChannelEndpoints } from '@office365-email/shared/endpoints/alert-channels'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { queryOf } from '../../ground/api-query.ts'
import { refreshEveryMs } from '../../ground/refresh.ts'

/** Alerts are delivered at any time. */
export const alertChannelsQuery = queryOptions({
  ...queryOf(alertChannelEndpoints.listAlertChannels, {}),
  select: ({ alertChannels }) => alertChannels,
  refetchInterval: refreshEveryMs,
})

/** The bots that a channel can be about, or that can send its alerts. */
export function useAlertBots(search: string) {
  const query = queryOf(alertChannelEndpoints.listAlertBots, { query: { q: search.trim() } })
  const { data } = useQuery({ ...query, placeholderData: keepPreviousData })
  return { options: data?.bots ?? [], found: data?.matching ?? 0, all: data?.all ?? 0 }
}

/** The name of a bot; its ID until that is known. */
export function useAlertBotName(botId: string | null): string {
  const query = queryOf(alertChannelEndpoints.listAlertBots, { query: { ids: botId ?? '' } })
  const { data } = useQuery({ ...query, enabled: botId !== null })
  return data?.bots.find(({ id }) => id === botId)?.name ?? botId ?? ''
}
