import { shellPages } from '@office365-email/shared/pages'
import type { QuotaUse } from '../../mail/ports.ts'
import type { ServiceKeyStore } from './service-key-store.ts'

/** How much of their daily quotas the keys that can be used have used. */
export async function listQuotaUse(
  { serviceKeys }: { serviceKeys: Pick<ServiceKeyStore, 'list' | 'readUse'> },
  now: Date,
): Promise<QuotaUse[]> {
  const at = now.toISOString()
  const limited = (await serviceKeys.list()).filter(
    ({ dailyQuota, revokedAt, expiresAt }) =>
      dailyQuota !== null && revokedAt === null && (expiresAt === null || expiresAt > at),
  )
  if (limited.length === 0) return []
  const ids = limited.map(({ id }) => id)
  const use = await serviceKeys.readUse(ids, at.slice(0, 10))
  return limited.flatMap(({ id, name, botIds, dailyQuota }) =>
    dailyQuota === null
      ? []
      : [{ id, name, botIds, used: use.get(id) ?? 0, limit: dailyQuota, path: shellPages.serviceKeys }],
  )
}
