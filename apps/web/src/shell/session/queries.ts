import { sessionEndpoints } from '@office365-email/shared/endpoints/session'
import type { User } from '@office365-email/shared/session'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../ground/api-client.ts'
import { isProblem } from '../../ground/api-problem.ts'
import { queryOf } from '../../ground/api-query.ts'

/** Who is signed in; null for nobody. */
export async function readSession(signal?: AbortSignal): Promise<User | null> {
  try {
    return (await call(sessionEndpoints.readSession, signal ? { signal } : {})).user
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

/** How one may sign in here. Settings of the server, so once is enough. */
export const signInMethodsQuery = queryOptions({
  ...queryOf(sessionEndpoints.readSignInMethods, {}),
  staleTime: Number.POSITIVE_INFINITY,
})

/** What signs the person in who looks at the page. */
export const identityLinkQuery = queryOf(sessionEndpoints.readIdentityLink, {})
