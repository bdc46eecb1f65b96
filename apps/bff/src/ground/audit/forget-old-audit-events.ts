import type { AuditStore } from './audit-store.ts'

const day = 24 * 60 * 60_000

export const forgetOldAuditEvents = (audit: AuditStore, now: Date, days: number): Promise<number> =>
  audit.deleteOlderThan(new Date(now.getTime() - days * day).toISOString())
