import { callApi } from '../../../ground/api-client.ts'

export const signOut = (): Promise<null> => callApi<null>('/session', { method: 'DELETE' })
