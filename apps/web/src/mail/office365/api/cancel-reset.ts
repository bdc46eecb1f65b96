import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { callApi } from '../../../ground/api-client.ts'
import { configurationPath } from './configuration-path.ts'

export const cancelReset = (botId: string): Promise<ConfigurationView> =>
  callApi<ConfigurationView>(`${configurationPath(botId)}/reset`, { method: 'DELETE' })
