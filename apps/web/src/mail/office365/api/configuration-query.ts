import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../ground/api-client.ts'
import { configurationPath } from './configuration-path.ts'

export const configurationQuery = (botId: string) =>
  queryOptions({
    queryKey: ['bots', botId, 'office365'],
    queryFn: ({ signal }) => callApi<ConfigurationView>(configurationPath(botId), { signal }),
  })
