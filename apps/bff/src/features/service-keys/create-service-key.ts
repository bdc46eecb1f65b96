import type { CreateServiceKey, ServiceKey } from '@office365-email/shared/service-key'
import { auditEvent, type RequestContext } from '../audit/audit-event.ts'
import type { ServiceKeyStore } from './service-key-store.ts'
import { hashServiceKey, newServiceKeyText } from './service-key-text.ts'

/** The key itself is in this answer alone: only its hash is stored. */
export async function createServiceKey(
  { serviceKeys }: { serviceKeys: ServiceKeyStore },
  context: RequestContext,
  { name, scopes, botIds, expiresAt }: CreateServiceKey,
): Promise<ServiceKey & { key: string }> {
  const key = newServiceKeyText()
  const serviceKey: ServiceKey = {
    id: context.newId(),
    name,
    scopes: [...new Set(scopes)],
    botIds: botIds === 'all' ? 'all' : [...new Set(botIds)],
    createdAt: context.now.toISOString(),
    createdBy: context.actor,
    lastUsedAt: null,
    expiresAt: expiresAt ? new Date(expiresAt).toISOString() : null,
    revokedAt: null,
  }
  const details = { serviceKeyId: serviceKey.id, scopes: serviceKey.scopes, botIds: serviceKey.botIds }
  await serviceKeys.create(serviceKey, hashServiceKey(key), auditEvent(context, 'service-key.created', { details }))
  return { ...serviceKey, key }
}
