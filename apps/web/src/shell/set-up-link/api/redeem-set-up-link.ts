import type { User } from '@office365-email/shared/session'
import { callApi } from '../../../ground/api-client.ts'

interface Redemption {
  token: string
  email: string
  password: string
}

/** Makes the first owner and signs in. */
export const redeemSetUpLink = async (request: Redemption): Promise<User> =>
  (await callApi<{ user: User }>('/set-up', { method: 'POST', body: request })).user
