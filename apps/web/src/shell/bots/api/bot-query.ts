import type { Bot } from '@office365-email/shared/bot'
import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../ground/api-client.ts'

export const botQuery = (botId: string) =>
  queryOptions({
    queryKey: ['bots', botId],
    queryFn: ({ signal }) => callApi<Bot>(`/bots/${encodeURIComponent(botId)}`, { signal }),
  })
