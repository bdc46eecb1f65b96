import type { Office365Draft } from '@office365-email/shared/office365-draft'
import { callApi } from '../../../ground/api-client.ts'
import { configurationPath } from './configuration-path.ts'

export const saveDraft = (botId: string, draft: Office365Draft): Promise<unknown> =>
  callApi(`${configurationPath(botId)}/draft`, { method: 'PUT', body: draft, keepalive: true })
