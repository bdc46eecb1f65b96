import { serviceKeyEndpoints } from '@office365-email/shared/endpoints/service-keys'
import type { ServiceKey } from '@office365-email/shared/service-key'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import { reachesBot } from '../../ground/http/access.ts'
import { type EndpointRoute, handle } from '../../ground/http/endpoint-route.ts'
import type { Principal } from '../../ground/http/principal.ts'
import { notFound } from '../../ground/problem.ts'
import { createServiceKey, onlyBotOf } from './create-service-key.ts'
import type { ServiceKeyStore } from './service-key-store.ts'

export interface Dependencies {
  serviceKeys: ServiceKeyStore
}

/** People see and create only keys for bots that they have access to. A key without bots needs access to all bots. */
const isWithinReach = (principal: Principal, botIds: ServiceKey['botIds']): boolean =>
  principal.botIds === 'all' ||
  (botIds !== 'all' && botIds.length > 0 && botIds.every((botId) => reachesBot(principal, botId)))

export const serviceKeyRoutes: EndpointRoute<Dependencies>[] = [
  handle(serviceKeyEndpoints.listServiceKeys, async ({ serviceKeys }, { principal }) => ({
    serviceKeys: (await serviceKeys.list()).filter(({ botIds }) => isWithinReach(principal, botIds)),
  })),

  handle(serviceKeyEndpoints.createServiceKey, (dependencies, { body, principal, context }) => {
    if (!isWithinReach(principal, body.botIds)) throw notFound()
    return createServiceKey(dependencies, context, body)
  }),

  handle(
    serviceKeyEndpoints.revokeServiceKey,
    async ({ serviceKeys }, { params: { serviceKeyId }, principal, context }) => {
      const key = (await serviceKeys.list()).find(({ id }) => id === serviceKeyId)
      if (!key || !isWithinReach(principal, key.botIds)) throw notFound()
      const about = { botId: onlyBotOf(key), details: { serviceKeyId } }
      await serviceKeys.revoke(serviceKeyId, auditEvent(context, 'service-key.revoked', about))
    },
  ),
]
