import type { CreateServiceKey, ServiceKey } from '@office365-email/shared/service-key'
import { callApi } from '../../../ground/api-client.ts'

export interface CreatedServiceKey extends ServiceKey {
  /** In this answer alone. */
  key: string
}

export const createServiceKey = (request: CreateServiceKey): Promise<CreatedServiceKey> =>
  callApi<CreatedServiceKey>('/service-keys', { method: 'POST', body: request })
