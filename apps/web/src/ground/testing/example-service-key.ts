import type { ServiceKey } from '@office365-email/shared/service-key'

export const exampleServiceKey: ServiceKey = {
  id: 'k1',
  name: 'Order service',
  scopes: ['messages:send'],
  botIds: ['orders'],
  createdAt: '2026-05-03T09:00:00Z',
  createdBy: { kind: 'person', id: 'u1', name: 'Ada Lovelace' },
  lastUsedAt: null,
  expiresAt: null,
  revokedAt: null,
  recipientDomains: null,
  dailyQuota: null,
}
