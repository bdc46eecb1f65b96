import type { IdentityLink } from '@office365-email/shared/session'
import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../ground/api-client.ts'

const path = '/session/identity'

/** What signs the person in who looks at the page. */
export const identityLinkQuery = queryOptions({
  queryKey: ['identity-link'],
  queryFn: ({ signal }) => callApi<IdentityLink>(path, { signal }),
})

/** Returns where the browser has to go: the identity provider sends it back to `next`. */
export const beginIdentityLink = async (next: string): Promise<string> =>
  (await callApi<{ url: string }>(path, { method: 'POST', body: { next } })).url

export const removeIdentityLink = (): Promise<null> => callApi<null>(path, { method: 'DELETE' })
