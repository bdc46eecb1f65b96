import { callApi } from '../../../ground/api-client.ts'
import { configurationPath } from './configuration-path.ts'

export const removeConfiguration = (botId: string): Promise<null> =>
  callApi<null>(configurationPath(botId), { method: 'DELETE' })
