import type { SendingView } from '@office365-email/shared/sending'
import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../ground/api-client.ts'

const refreshMs = 60_000

/** Whether mail leaves the server. An operator may change it at any time. */
export const sendingQuery = queryOptions({
  queryKey: ['sending'],
  queryFn: ({ signal }) => callApi<SendingView>('/sending', { signal }),
  refetchInterval: refreshMs,
})
