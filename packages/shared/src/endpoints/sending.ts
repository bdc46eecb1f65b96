import type { Endpoint } from '../endpoint.ts'
import { sendingSchema } from '../sending.ts'

const tag = 'Sending'

export const sendingEndpoints = {
  readSending: {
    method: 'GET',
    path: '/sending',
    tag,
    summary: 'Read whether this server sends mail',
    description:
      '`off` and `simulate` are settings of the server. `held`: the database was restored from a backup, and an owner has to release it. `reason` and `since` are there while the database is held, in every state.',
    access: { people: 'admin', scope: 'any' },
    responses: { 200: { description: 'The state; only an owner gets `queuedMessages`.', schema: sendingSchema } },
  },
  releaseSending: {
    method: 'POST',
    path: '/sending/release',
    tag,
    summary: 'Send from here: release a restored database',
    refusedAs: 'sending.released',
    access: { people: 'owner', fresh: true },
    responses: { 200: { description: 'The state from now on.', schema: sendingSchema } },
    problems: ['not-possible-now'],
  },
} as const satisfies Record<string, Endpoint>
