import type { SignInMethods } from '@office365-email/shared/session'
import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../ground/api-client.ts'

/** How one may sign in here. Settings of the server, so once is enough. */
export const signInMethodsQuery = queryOptions({
  queryKey: ['sign-in-methods'],
  queryFn: ({ signal }) => callApi<SignInMethods>('/sign-in-methods', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})
