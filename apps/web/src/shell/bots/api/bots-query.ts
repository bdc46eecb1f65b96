import type { Bot } from '@office365-email/shared/bot'
import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../ground/api-client.ts'

export const botsQuery = queryOptions({
  queryKey: ['bots'],
  queryFn: async ({ signal }) => (await callApi<{ bots: Bot[] }>('/bots', { signal })).bots,
})
