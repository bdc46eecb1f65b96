import type { ServiceKey } from '@office365-email/shared/service-key'
import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../ground/api-client.ts'

export const serviceKeysQuery = queryOptions({
  queryKey: ['service-keys'],
  queryFn: async ({ signal }) =>
    (await callApi<{ serviceKeys: ServiceKey[] }>('/service-keys', { signal })).serviceKeys,
})
