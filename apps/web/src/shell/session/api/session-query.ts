import type { User } from '@office365-email/shared/session'
import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../ground/api-client.ts'
import { isProblem } from '../../../ground/api-problem.ts'

/** Who is signed in; null for nobody. */
export async function readSession(signal?: AbortSignal): Promise<User | null> {
  try {
    return (await callApi<{ user: User }>('/session', { forAnyone: true, ...(signal && { signal }) })).user
  } catch (error) {
    if (isProblem(error, 'not-signed-in')) return null
    throw error
  }
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => readSession(signal),
  staleTime: Number.POSITIVE_INFINITY,
  // An answer on coming back to the window must not take a half-filled form away.
  refetchOnWindowFocus: false,
})
