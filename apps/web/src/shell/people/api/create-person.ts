import type { CreatePerson, PersonView } from '@office365-email/shared/person'
import { callApi } from '../../../ground/api-client.ts'

export const createPerson = (request: CreatePerson): Promise<PersonView> =>
  callApi<PersonView>('/people', { method: 'POST', body: request })
