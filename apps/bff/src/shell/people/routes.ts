import { createRoute, z } from '@hono/zod-openapi'
import { createPersonSchema, personListSchema, personSchema, updatePersonSchema } from '@office365-email/shared/person'
import type { Access } from '../../ground/http/access.ts'
import { createRouter, jsonBody, jsonContent, problemResponses } from '../../ground/http/openapi.ts'
import { toRequestContext } from '../../ground/http/request-context.ts'
import { secretOf } from '../../ground/secrets/secret.ts'
import { createPerson } from './create-person.ts'
import { presentPerson } from './person.ts'
import type { PersonStore } from './person-store.ts'
import { deletePerson, updatePerson } from './update-person.ts'

interface Dependencies {
  access: Access
  people: PersonStore
  clock: () => Date
}

const tags = ['People']
const params = z.strictObject({ personId: z.string() })
const common = ['not-signed-in', 'forbidden'] as const
const freshly = [...common, 'fresh-sign-in-required'] as const

export function createPeopleRoutes(dependencies: Dependencies) {
  const { access, people, clock } = dependencies
  const owners = access.allow({ people: 'owner' })
  const freshOwners = access.allow({ people: 'owner', fresh: true })

  const list = createRoute({
    method: 'get',
    path: '/people',
    tags,
    summary: 'List who may sign in',
    middleware: [owners],
    responses: { 200: jsonContent(personListSchema, 'The people, by mail address.'), ...problemResponses(...common) },
  })
  const create = createRoute({
    method: 'post',
    path: '/people',
    tags,
    summary: 'Let somebody sign in',
    middleware: [freshOwners],
    request: jsonBody(createPersonSchema),
    responses: { 201: jsonContent(personSchema, 'The person.'), ...problemResponses(...freshly, 'invalid-request') },
  })
  const update = createRoute({
    method: 'patch',
    path: '/people/{personId}',
    tags,
    summary: 'Change name, role, bots or password',
    description: 'Another role or password ends the sessions of the person at once; bots count from the next request.',
    middleware: [freshOwners],
    request: { params, ...jsonBody(updatePersonSchema) },
    responses: {
      200: jsonContent(personSchema, 'The person.'),
      ...problemResponses(...freshly, 'not-found', 'not-possible-now', 'invalid-request'),
    },
  })
  const remove = createRoute({
    method: 'delete',
    path: '/people/{personId}',
    tags,
    summary: 'Remove somebody, and end their sessions at once',
    middleware: [freshOwners],
    request: { params },
    responses: {
      204: { description: 'The person cannot sign in any more.' },
      ...problemResponses(...freshly, 'not-found', 'not-possible-now'),
    },
  })

  return createRouter()
    .openapi(list, async (context) => context.json({ people: (await people.list()).map(presentPerson) }, 200))
    .openapi(create, async (context) => {
      const { password, ...values } = context.req.valid('json')
      const request = { ...values, password: secretOf(password) }
      const person = await createPerson(dependencies, toRequestContext(context, clock()), request)
      return context.json(presentPerson(person), 201)
    })
    .openapi(update, async (context) => {
      const { personId } = context.req.valid('param')
      const { password, ...values } = context.req.valid('json')
      const changes = { ...values, ...(password !== undefined && { password: secretOf(password) }) }
      const person = await updatePerson(dependencies, toRequestContext(context, clock()), personId, changes)
      return context.json(presentPerson(person), 200)
    })
    .openapi(remove, async (context) => {
      const { personId } = context.req.valid('param')
      await deletePerson(dependencies, toRequestContext(context, clock()), personId)
      return context.body(null, 204)
    })
}
