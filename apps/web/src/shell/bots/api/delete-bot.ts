import { callApi } from '../../../ground/api-client.ts'

export const deleteBot = (botId: string): Promise<null> =>
  callApi<null>(`/bots/${encodeURIComponent(botId)}`, { method: 'DELETE' })
