import type { SameApplication } from '@office365-email/shared/same-application'
import { callApi } from '../../../ground/api-client.ts'
import { configurationPath } from './configuration-path.ts'

/** Whether other bots use the app that a bot's scripts are for, saved or being entered. */
export const botSharingQuestion = (botId: string, clientId: string) => ({
  queryKey: ['bots', botId, 'same-application', clientId],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    callApi<SameApplication>(`${configurationPath(botId)}/same-application?clientId=${clientId}`, { signal }),
})
