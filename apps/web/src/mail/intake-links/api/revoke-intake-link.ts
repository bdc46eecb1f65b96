import { callApi } from '../../../ground/api-client.ts'
import { intakeLinksPath } from './intake-links-query.ts'

/** Ends the link and deletes what was filled in. */
export const revokeIntakeLink = (botId: string, id: string): Promise<null> =>
  callApi<null>(`${intakeLinksPath(botId)}/${encodeURIComponent(id)}`, { method: 'DELETE' })
