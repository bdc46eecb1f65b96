import { sessionEndpoints } from '@office365-email/shared/endpoints/session'
import type { User } from '@office365-email/shared/session'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../ground/api-client.ts'
import { isProblem } from '../../ground/api-problem.ts'
import { queryOf } from '../../ground/api-query.ts'

/** The signed-in user; null if no one is signed in. */
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
  // A refetch on window focus must not replace a half-filled form.
  refetchOnWindowFocus: false,
})

/** The sign-in methods. They are server settings, so they are fetched only once. */
export const signInMethodsQuery = queryOptions({
  ...queryOf(sessionEndpoints.readSignInMethods, {}),
  staleTime: Number.POSITIVE_INFINITY,
})

export const identityLinkQuery = queryOf(sessionEndpoints.readIdentityLink, {})
