import type { User } from '@office365-email/shared/session'
import { callApi } from '../../../lib/api-client.ts'

export const signIn = async (credentials: { email: string; password: string }): Promise<User> =>
  (await callApi<{ user: User }>('/session', { method: 'POST', body: credentials })).user
