import type { Endpoint } from '../endpoint.ts'
import { createdServiceKeySchema, createServiceKeySchema, serviceKeyListSchema } from '../service-key.ts'

const tag = 'Service keys'
const path = '/service-keys'

export const serviceKeyEndpoints = {
  listServiceKeys: {
    method: 'GET',
    path,
    tag,
    summary: 'List service keys',
    access: { people: 'admin' },
    responses: { 200: { description: 'The keys, newest first; never the key itself.', schema: serviceKeyListSchema } },
  },
  createServiceKey: {
    method: 'POST',
    path,
    tag,
    summary: 'Create a service key',
    refusedAs: 'service-key.created',
    access: { people: 'admin', fresh: true },
    body: createServiceKeySchema,
    responses: { 201: { description: 'Only this response has the key, as `key`.', schema: createdServiceKeySchema } },
    problems: ['not-found'],
  },
  revokeServiceKey: {
    method: 'DELETE',
    path: `${path}/:serviceKeyId`,
    tag,
    summary: 'Revoke a service key immediately',
    refusedAs: 'service-key.revoked',
    access: { people: 'admin' },
    responses: { 204: { description: 'It is revoked.', schema: null } },
    problems: ['not-found'],
  },
} as const satisfies Record<string, Endpoint>
