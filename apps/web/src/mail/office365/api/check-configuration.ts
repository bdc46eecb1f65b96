import type { Check } from '@office365-email/shared/office365-configuration'
import { callApi } from '../../../ground/api-client.ts'
import { configurationPath } from './configuration-path.ts'

/** Signs in afresh with the saved values. Sends nothing. */
export const checkConfiguration = async (botId: string): Promise<Check[]> =>
  (await callApi<{ checks: Check[] }>(`${configurationPath(botId)}/checks`, { method: 'POST' })).checks
