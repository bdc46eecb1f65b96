import type { Intake } from '@office365-email/shared/intake-link'
import { queryOptions } from '@tanstack/react-query'
import { callApi } from '../../../ground/api-client.ts'

/** What there is to fill in behind a link. Opening one is an event in the audit, so it is asked for once. */
export const intakeQuery = (token: string) =>
  queryOptions({
    queryKey: ['intake', token],
    queryFn: ({ signal }) => callApi<Intake>('/intake/read', { method: 'POST', body: { token }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
