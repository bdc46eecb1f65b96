import { personEndpoints } from '@office365-email/shared/endpoints/people'
import { queryOptions } from '@tanstack/react-query'
import { queryOf } from '../../ground/api-query.ts'

/** Only for owners. */
export const peopleQuery = queryOptions({ ...queryOf(personEndpoints.listPeople, {}), select: ({ people }) => people })
