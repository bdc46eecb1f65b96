import type { PersonView, UpdatePerson } from '@office365-email/shared/person'
import { callApi } from '../../../ground/api-client.ts'

export const updatePerson = (personId: string, changes: UpdatePerson): Promise<PersonView> =>
  callApi<PersonView>(`/people/${encodeURIComponent(personId)}`, { method: 'PATCH', body: changes })
