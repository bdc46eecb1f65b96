import { serviceKeyEndpoints } from '@office365-email/shared/endpoints/service-keys'
import { queryOptions } from '@tanstack/react-query'
import { queryOf } from '../../ground/api-query.ts'

export const serviceKeysQuery = queryOptions({
  ...queryOf(serviceKeyEndpoints.listServiceKeys, {}),
  select: ({ serviceKeys }) => serviceKeys,
})
