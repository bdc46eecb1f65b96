import type { Office365Draft } from '@office365-email/shared/office365-draft'
import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../ground/api-client.ts'
import { configurationPath } from './configuration-path.ts'

/** What is kept of a set-up that is not finished. Its key stands apart: refreshing a bot must not undo what is typed. */
export const draftQuery = (botId: string) =>
  queryOptions({
    queryKey: ['office365-draft', botId],
    queryFn: async ({ signal }): Promise<Office365Draft> => {
      const { values, doneSteps } = await callApi<Office365Draft>(`${configurationPath(botId)}/draft`, { signal })
      return { values, doneSteps }
    },
    retry: 1,
  })
