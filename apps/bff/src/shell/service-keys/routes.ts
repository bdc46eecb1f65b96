import { createRoute, z } from '@hono/zod-openapi'
import {
  createdServiceKeySchema,
  createServiceKeySchema,
  type ServiceKey,
  serviceKeyListSchema,
} from '@office365-email/shared/service-key'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import { type Access, reachesBot } from '../../ground/http/access.ts'
import { createRouter, jsonBody, jsonContent, problemResponses } from '../../ground/http/openapi.ts'
import type { Principal } from '../../ground/http/principal.ts'
import { toRequestContext } from '../../ground/http/request-context.ts'
import { notFound } from '../../ground/problem.ts'
import { createServiceKey, onlyBotOf } from './create-service-key.ts'
import type { ServiceKeyStore } from './service-key-store.ts'

interface Dependencies {
  access: Access
  serviceKeys: ServiceKeyStore
  clock: () => Date
}

const tags = ['Service keys']

/** A person sees and makes only keys whose every bot is within their own reach. One that has lost its bots is the owner's. */
function isWithinReach(principal: Principal | null, botIds: ServiceKey['botIds']): boolean {
  if (!principal) return false
  if (principal.botIds === 'all') return true
  return botIds !== 'all' && botIds.length > 0 && botIds.every((botId) => reachesBot(principal, botId))
}

export function createServiceKeyRoutes({ access, serviceKeys, clock }: Dependencies) {
  const list = createRoute({
    method: 'get',
    path: '/service-keys',
    tags,
    summary: 'List service keys',
    middleware: [access.allow({ people: 'admin' })],
    responses: {
      200: jsonContent(serviceKeyListSchema, 'The keys, newest first; never the key itself.'),
      ...problemResponses('not-signed-in', 'forbidden'),
    },
  })
  const create = createRoute({
    method: 'post',
    path: '/service-keys',
    tags,
    summary: 'Make a service key',
    middleware: [access.allow({ people: 'admin', fresh: true })],
    request: jsonBody(createServiceKeySchema),
    responses: {
      201: jsonContent(createdServiceKeySchema, 'The key is in this answer alone, as `key`.'),
      ...problemResponses('not-signed-in', 'forbidden', 'fresh-sign-in-required', 'not-found', 'invalid-request'),
    },
  })
  const revoke = createRoute({
    method: 'delete',
    path: '/service-keys/{serviceKeyId}',
    tags,
    summary: 'Revoke a service key at once',
    middleware: [access.allow({ people: 'admin' })],
    request: { params: z.strictObject({ serviceKeyId: z.string() }) },
    responses: {
      204: { description: 'It is revoked.' },
      ...problemResponses('not-signed-in', 'forbidden', 'not-found'),
    },
  })

  return createRouter()
    .openapi(list, async (context) => {
      const keys = await serviceKeys.list()
      const { principal } = context.var
      return context.json({ serviceKeys: keys.filter(({ botIds }) => isWithinReach(principal, botIds)) }, 200)
    })
    .openapi(create, async (context) => {
      const request = context.req.valid('json')
      if (!isWithinReach(context.var.principal, request.botIds)) throw notFound()
      return context.json(await createServiceKey({ serviceKeys }, toRequestContext(context, clock()), request), 201)
    })
    .openapi(revoke, async (context) => {
      const { serviceKeyId } = context.req.valid('param')
      const key = (await serviceKeys.list()).find(({ id }) => id === serviceKeyId)
      if (!key || !isWithinReach(context.var.principal, key.botIds)) throw notFound()
      const about = { botId: onlyBotOf(key), details: { serviceKeyId } }
      const event = auditEvent(toRequestContext(context, clock()), 'service-key.revoked', about)
      await serviceKeys.revoke(serviceKeyId, event)
      return context.body(null, 204)
    })
}
