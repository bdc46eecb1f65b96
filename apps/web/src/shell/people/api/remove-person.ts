import { callApi } from '../../../ground/api-client.ts'

export const removePerson = (personId: string): Promise<null> =>
  callApi<null>(`/people/${encodeURIComponent(personId)}`, { method: 'DELETE' })
