import type { AppliedSecret } from '@office365-email/shared/same-application'
import { callApi } from '../../../ground/api-client.ts'
import { configurationPath } from './configuration-path.ts'

/** Checks and saves this bot's secret for each of the others. */
export const applySecret = async (botId: string, botIds: readonly string[]): Promise<AppliedSecret['results']> =>
  (
    await callApi<AppliedSecret>(`${configurationPath(botId)}/same-application`, {
      method: 'POST',
      body: { botIds },
    })
  ).results
