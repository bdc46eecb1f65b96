import type { ServiceKey } from '@office365-email/shared/service-key'
import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm'
import type { ServiceKeyStore } from '../../shell/service-keys/service-key-store.ts'
import { toServiceKey } from '../rows/service-key-row.ts'
import { appendAuditEvent } from './audit-store.ts'
import { findAbsentBot } from './find-absent-bot.ts'
import type { Database } from './open-database.ts'
import type { RowCaches } from './row-cache.ts'
import { serviceKeys, serviceKeyUsage } from './schema.ts'

export function createServiceKeyStore(database: Database, caches: RowCaches): ServiceKeyStore {
  const cache = caches.create<ServiceKey | null>('service_key', [{ table: 'service_keys', column: 'key_hash' }])
  // Yesterday's count is kept, because a clock may be set back.
  const forgetDays = database.$client.prepare(
    `delete from service_key_usage where service_key_id = ? and day < date(?, '-1 day')`,
  )
  const count = database.$client.prepare(
    `insert into service_key_usage (service_key_id, day, recipients) select @id, @day, @recipients where @recipients <= @quota
     on conflict do update set recipients = recipients + excluded.recipients
       where recipients + excluded.recipients <= @quota`,
  )
  const useQuota = database.$client.transaction((id: string, day: string, recipients: number, quota: number) => {
    forgetDays.run(id, day)
    return count.run({ id, day, recipients, quota }).changes === 1
  })
  return {
    async create(key, keyHash, event) {
      return database.transaction(
        (transaction) => {
          if (findAbsentBot(transaction, key.botIds) !== null) return false
          transaction
            .insert(serviceKeys)
            .values({ ...key, keyHash })
            .run()
          appendAuditEvent(transaction, event)
          return true
        },
        { behavior: 'immediate' },
      )
    },
    async list() {
      return database.select().from(serviceKeys).orderBy(desc(serviceKeys.id)).all().map(toServiceKey)
    },
    async readByHash(keyHash) {
      return cache.get(keyHash, () => {
        const row = database.select().from(serviceKeys).where(eq(serviceKeys.keyHash, keyHash)).get()
        return row ? toServiceKey(row) : null
      })
    },
    async revoke(id, event) {
      return database.transaction(
        (transaction) => {
          const existing = transaction
            .select({ id: serviceKeys.id })
            .from(serviceKeys)
            .where(eq(serviceKeys.id, id))
            .get()
          if (!existing) return 'absent'
          const isLive = and(eq(serviceKeys.id, id), isNull(serviceKeys.revokedAt))
          const { changes } = transaction.update(serviceKeys).set({ revokedAt: event.at }).where(isLive).run()
          if (changes === 1) appendAuditEvent(transaction, event)
          return 'revoked'
        },
        { behavior: 'immediate' },
      )
    },
    async useQuota(id, { day, recipients, quota }) {
      return useQuota.immediate(id, day, recipients, quota)
    },
    async readUse(ids, day) {
      const { serviceKeyId, recipients } = serviceKeyUsage
      const rows = database
        .select({ serviceKeyId, recipients })
        .from(serviceKeyUsage)
        .where(and(inArray(serviceKeyId, ids), eq(serviceKeyUsage.day, day)))
      return new Map(rows.all().map((row) => [row.serviceKeyId, row.recipients]))
    },
    async saveLastUsed(times) {
      database.transaction((transaction) => {
        for (const [id, at] of times) {
          const lastUsedAt = sql`max(coalesce(${serviceKeys.lastUsedAt}, ''), ${at})`
          transaction.update(serviceKeys).set({ lastUsedAt }).where(eq(serviceKeys.id, id)).run()
        }
      })
    },
  }
}
