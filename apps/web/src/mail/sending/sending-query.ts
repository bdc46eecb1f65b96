import { sendingEndpoints } from '@office365-email/shared/endpoints/sending'
import { queryOptions } from '@tanstack/react-query'
import { queryOf } from '../../ground/api-query.ts'

const refreshMs = 60_000

/** Whether mail leaves the server. An operator may change it at any time. */
export const sendingQuery = queryOptions({ ...queryOf(sendingEndpoints.readSending, {}), refetchInterval: refreshMs })
