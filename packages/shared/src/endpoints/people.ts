import type { Endpoint } from '../endpoint.ts'
import { createPersonSchema, personListSchema, personSchema, updatePersonSchema } from '../person.ts'

const tag = 'People'
const path = '/people'
const freshOwners = { people: 'owner', fresh: true } as const

export const personEndpoints = {
  listPeople: {
    method: 'GET',
    path,
    tag,
    summary: 'List the people who can sign in',
    access: { people: 'owner' },
    responses: { 200: { description: 'The people, by mail address.', schema: personListSchema } },
  },
  createPerson: {
    method: 'POST',
    path,
    tag,
    summary: 'Add a person',
    refusedAs: 'person.created',
    access: freshOwners,
    body: createPersonSchema,
    responses: { 201: { description: 'The person.', schema: personSchema } },
  },
  updatePerson: {
    method: 'PATCH',
    path: `${path}/:personId`,
    tag,
    summary: 'Change name, role, bots or password',
    description:
      'A new role or password ends the sessions of the person immediately. New bots apply from the next request.',
    refusedAs: 'person.changed',
    access: freshOwners,
    body: updatePersonSchema,
    responses: { 200: { description: 'The person.', schema: personSchema } },
    problems: ['not-found', 'not-possible-now'],
  },
  deletePerson: {
    method: 'DELETE',
    path: `${path}/:personId`,
    tag,
    summary: 'Remove a person, and end their sessions immediately',
    refusedAs: 'person.deleted',
    access: freshOwners,
    responses: { 204: { description: 'The person can no longer sign in.', schema: null } },
    problems: ['not-found', 'not-possible-now'],
  },
} as const satisfies Record<string, Endpoint>
