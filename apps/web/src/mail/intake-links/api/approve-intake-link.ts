import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { callApi } from '../../../ground/api-client.ts'
import { intakeLinksPath } from './intake-links-query.ts'

/** Checks what was filled in once more, saves and locks it. */
export const approveIntakeLink = (botId: string, id: string): Promise<ConfigurationView> =>
  callApi<ConfigurationView>(`${intakeLinksPath(botId)}/${encodeURIComponent(id)}/approve`, { method: 'POST' })
