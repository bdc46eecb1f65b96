import type { IntakeSharing } from '@office365-email/shared/intake-link'
import { callApi } from '../../../ground/api-client.ts'

/** Whether other bots use the app that was entered behind a link. */
export const intakeSharingQuestion = (token: string, clientId: string) => ({
  queryKey: ['intake', token, 'same-application', clientId],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    callApi<IntakeSharing>('/intake/same-application', { method: 'POST', body: { token, clientId }, signal }),
  gcTime: 0,
})
