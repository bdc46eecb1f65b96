import { callApi } from '../../../ground/api-client.ts'

export const revokeServiceKey = (serviceKeyId: string): Promise<null> =>
  callApi<null>(`/service-keys/${encodeURIComponent(serviceKeyId)}`, { method: 'DELETE' })
