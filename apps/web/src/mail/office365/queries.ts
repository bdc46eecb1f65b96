import { configurationEndpoints } from '@office365-email/shared/endpoints/configuration'
import type { Office365Draft } from '@office365-email/shared/office365-draft'
import { queryOptions } from '@tanstack/react-query'
import { call, callForFile } from '../../ground/api-client.ts'
import { queryOf } from '../../ground/api-query.ts'

export const configurationQuery = (botId: string) =>
  queryOf(configurationEndpoints.readConfiguration, { params: { botId } })

/** The draft of an unfinished setup. Its key is not below `bots`: refreshing a bot must not undo what is typed. */
export const draftQuery = (botId: string) =>
  queryOptions({
    queryKey: ['office365-draft', botId],
    queryFn: async ({ signal }): Promise<Office365Draft> => {
      const { values, doneSteps } = await call(configurationEndpoints.readDraft, { params: { botId }, signal })
      return { values, doneSteps }
    },
    retry: 1,
  })

/** The public certificate to upload, as PEM. */
export const certificateQuery = (botId: string, which: 'current' | 'next' | undefined, thumbprint: string) =>
  queryOptions({
    queryKey: ['bots', botId, 'office365', 'certificate', thumbprint],
    queryFn: async () => {
      const response = await callForFile(configurationEndpoints.readCertificate, {
        params: { botId },
        ...(which && { query: { which } }),
      })
      return await response.text()
    },
  })

/** The other bots that this person can access and that use the same tenant and client. */
export const sameApplicationQuery = (botId: string) =>
  queryOptions({
    ...queryOf(configurationEndpoints.readSameApplication, { params: { botId } }),
    select: ({ bots }) => bots,
  })

/** Whether other bots use the saved or entered app that a bot's scripts are for. */
export const botSharingQuestion = (botId: string, clientId: string) => ({
  queryKey: ['bots', botId, 'same-application', clientId],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call(configurationEndpoints.readSameApplication, { params: { botId }, query: { clientId }, signal }),
})
