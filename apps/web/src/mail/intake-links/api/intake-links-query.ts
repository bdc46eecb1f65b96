import type { IntakeLinkView } from '@office365-email/shared/intake-link'
import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../ground/api-client.ts'

export const intakeLinksPath = (botId: string): string => `/bots/${encodeURIComponent(botId)}/intake-links`

export const intakeLinksQuery = (botId: string) =>
  queryOptions({
    queryKey: ['bots', botId, 'intake-links'],
    queryFn: async ({ signal }) =>
      (await callApi<{ intakeLinks: IntakeLinkView[] }>(intakeLinksPath(botId), { signal })).intakeLinks,
  })
