import { personEndpoints } from '@office365-email/shared/endpoints/people'
import { type EndpointRoute, handle } from '../../ground/http/endpoint-route.ts'
import { secretOf } from '../../ground/secrets/secret.ts'
import { createPerson } from './create-person.ts'
import { presentPerson } from './person.ts'
import type { PersonStore } from './person-store.ts'
import { deletePerson, updatePerson } from './update-person.ts'

export interface Dependencies {
  people: PersonStore
}

export const personRoutes: EndpointRoute<Dependencies>[] = [
  handle(personEndpoints.listPeople, async ({ people }) => ({
    people: (await people.list()).map(presentPerson),
  })),

  handle(personEndpoints.createPerson, async (dependencies, { body, context }) => {
    const request = { ...body, password: secretOf(body.password) }
    return presentPerson(await createPerson(dependencies, context, request))
  }),

  handle(personEndpoints.updatePerson, async (dependencies, { params, body, context }) => {
    const { password, ...values } = body
    const changes = { ...values, ...(password !== undefined && { password: secretOf(password) }) }
    return presentPerson(await updatePerson(dependencies, context, params.personId, changes))
  }),

  handle(personEndpoints.deletePerson, (dependencies, { params, context }) =>
    deletePerson(dependencies, context, params.personId),
  ),
]
