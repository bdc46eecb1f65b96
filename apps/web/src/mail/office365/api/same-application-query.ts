import type { SameApplication } from '@office365-email/shared/same-application'
import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../ground/api-client.ts'
import { configurationPath } from './configuration-path.ts'

/** The other bots within reach that sign in with the same tenant and client. */
export const sameApplicationQuery = (botId: string) =>
  queryOptions({
    queryKey: ['bots', botId, 'same-application'],
    queryFn: async ({ signal }) =>
      (await callApi<SameApplication>(`${configurationPath(botId)}/same-application`, { signal })).bots,
  })
