import { intakeLinkEndpoints } from '@office365-email/shared/endpoints/intake-links'
import { queryOptions } from '@tanstack/react-query'
import { call } from '../../ground/api-client.ts'
import { queryOf } from '../../ground/api-query.ts'

export const intakeLinksQuery = (botId: string) =>
  queryOptions({
    ...queryOf(intakeLinkEndpoints.listIntakeLinks, { params: { botId } }),
    select: ({ intakeLinks }) => intakeLinks,
  })

/** The form behind a link. Opening a link is an audit event, so it is fetched only once. */
export const intakeQuery = (token: string) =>
  queryOptions({
    queryKey: ['intake', token],
    queryFn: ({ signal }) => call(intakeLinkEndpoints.readIntake, { body: { token }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })

/** Whether other bots use the app that was entered through a link. */
export const intakeSharingQuestion = (token: string, clientId: string) => ({
  queryKey: ['intake', token, 'same-application', clientId],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    call(intakeLinkEndpoints.readIntakeSharing, { body: { token, clientId }, signal }),
  gcTime: 0,
})
