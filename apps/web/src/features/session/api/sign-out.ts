import { callApi } from '../../../lib/api-client.ts'

export const signOut = (): Promise<null> => callApi<null>('/session', { method: 'DELETE' })
