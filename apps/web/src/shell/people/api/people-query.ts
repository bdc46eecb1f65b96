import type { PersonView } from '@office365-email/shared/person'
import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../ground/api-client.ts'

/** For owners alone. */
export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: async ({ signal }) => (await callApi<{ people: PersonView[] }>('/people', { signal })).people,
})
