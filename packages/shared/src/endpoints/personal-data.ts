import type { Endpoint } from '../endpoint.ts'
import { personalDataResultSchema, personalDataStepSchema } from '../personal-data.ts'

const tag = 'Personal data'
const steps =
  'Each request takes one step of about a second, so that other requests never wait long. Send `next` of the response as `position` until it is null, and add the counts.'

export const personalDataEndpoints = {
  searchPersonalData: {
    method: 'POST',
    path: '/personal-data/searches',
    tag,
    summary: 'Count what is stored about a mail address',
    description: `Changes nothing. ${steps}`,
    access: { people: 'owner', fresh: true },
    body: personalDataStepSchema,
    responses: { 200: { description: 'What this step has found.', schema: personalDataResultSchema } },
  },
  deletePersonalData: {
    method: 'POST',
    path: '/personal-data/deletions',
    tag,
    summary: 'Delete what is stored about a mail address',
    description: `Deletes settled messages to only this address, and replaces the address everywhere else with a pseudonym. Messages that wait or whose outcome is unknown are not deleted. A run that was interrupted can be started again. ${steps}`,
    refusedAs: 'personal-data.deleted',
    access: { people: 'owner', fresh: true },
    body: personalDataStepSchema,
    responses: {
      200: { description: 'What this step has found, and deleted or replaced.', schema: personalDataResultSchema },
    },
  },
} as const satisfies Record<string, Endpoint>
