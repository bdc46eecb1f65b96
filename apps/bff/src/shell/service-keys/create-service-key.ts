import type { CreateServiceKey, ServiceKey } from '@office365-email/shared/service-key'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import { notFound } from '../../ground/problem.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { ServiceKeyStore } from './service-key-store.ts'
import { hashServiceKey, newServiceKeyText } from './service-key-text.ts'

/** An event about a key for one bot belongs to that bot's audit log. */
export const onlyBotOf = ({ botIds }: Pick<ServiceKey, 'botIds'>): string | null =>
  botIds !== 'all' && botIds.length === 1 ? (botIds[0] ?? null) : null

/** Only this result contains the key itself: the database stores its hash. */
export async function createServiceKey(
  { serviceKeys }: { serviceKeys: ServiceKeyStore },
  context: RequestContext,
  { name, scopes, botIds, expiresAt, recipientDomains, dailyQuota }: CreateServiceKey,
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
    recipientDomains: recipientDomains ? [...new Set(recipientDomains)] : null,
    dailyQuota: dailyQuota ?? null,
  }
  const details = {
    serviceKeyId: serviceKey.id,
    scopes: serviceKey.scopes,
    botIds: serviceKey.botIds,
    expiresAt: serviceKey.expiresAt,
    recipientDomains: serviceKey.recipientDomains,
    dailyQuota: serviceKey.dailyQuota,
  }
  const event = auditEvent(context, 'service-key.created', { botId: onlyBotOf(serviceKey), details })
  // A key for a bot that does not exist would get access to any later bot with this ID.
  if (!(await serviceKeys.create(serviceKey, hashServiceKey(key), event))) throw notFound()
  return { ...serviceKey, key }
}
