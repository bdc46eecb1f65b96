import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import type { ServiceKeyStore } from '../../shell/service-keys/service-key-store.ts'
import { toServiceKey } from '../rows/service-key-row.ts'
import { appendAuditEvent } from './audit-store.ts'
import { findAbsentBot } from './find-absent-bot.ts'
import type { Database } from './open-database.ts'
import type { RowCaches } from './row-cache.ts'
import { serviceKeys, serviceKeyUsage } from './schema.ts'

/**
 * The commit does not wait for the disk: after a crash of the database, the counts of its last second may be missing.
 * Yesterday's count is kept, because the clock of another server may still be there.
 */
const countRecipients = `
  with relaxed as (select set_config('synchronous_commit', 'off', true)),
  forgotten as (
    delete from service_key_usage where service_key_id = $1 and day < to_char($2::date - 1, 'YYYY-MM-DD'))
  insert into service_key_usage as usage (service_key_id, day, recipients)
  select $1, $2, $3::integer from relaxed where $3 <= $4::integer
  on conflict (service_key_id, day) do update set recipients = usage.recipients + excluded.recipients
  where usage.recipients + excluded.recipients <= $4
  returning recipients`

const raiseLastUsed = `
  update service_keys set last_used_at = greatest(last_used_at, used.at)
  from unnest($1::text[], $2::text[]) as used (id, at) where service_keys.id = used.id`

export function createServiceKeyStore(database: Database, caches: RowCaches): ServiceKeyStore {
  const { orm } = database
  const cache = caches.create(async (keyHash) => {
    const [row] = await orm.select().from(serviceKeys).where(eq(serviceKeys.keyHash, keyHash))
    return row ? toServiceKey(row) : null
  })
  return {
    async create(key, keyHash, event) {
      try {
        return await database.transaction(async (transaction) => {
          if ((await findAbsentBot(transaction, key.botIds)) !== null) return false
          await transaction.orm.insert(serviceKeys).values({ ...key, keyHash })
          await appendAuditEvent(transaction, event)
          return true
        })
      } finally {
        caches.forget(keyHash)
      }
    },
    async list() {
      return (await orm.select().from(serviceKeys).orderBy(desc(serviceKeys.id))).map(toServiceKey)
    },
    async readByHash(keyHash) {
      return await cache.get(keyHash)
    },
    async revoke(id, event) {
      try {
        return await database.transaction(async (transaction) => {
          const isKey = eq(serviceKeys.id, id)
          const [existing] = await transaction.orm.select({ id: serviceKeys.id }).from(serviceKeys).where(isKey)
          if (!existing) return 'absent'
          const [revoked] = await transaction.orm
            .update(serviceKeys)
            .set({ revokedAt: event.at })
            .where(and(isKey, isNull(serviceKeys.revokedAt)))
            .returning({ id: serviceKeys.id })
          if (revoked) await appendAuditEvent(transaction, event)
          return 'revoked'
        })
      } finally {
        // The cache knows keys by their hash, not by their ID.
        caches.clear()
      }
    },
    async useQuota(id, { day, recipients, quota }) {
      return (await database.query(countRecipients, [id, day, recipients, quota])).length === 1
    },
    async readUse(ids, day) {
      const { serviceKeyId, recipients } = serviceKeyUsage
      const rows = await orm
        .select({ serviceKeyId, recipients })
        .from(serviceKeyUsage)
        .where(and(inArray(serviceKeyId, ids), eq(serviceKeyUsage.day, day)))
      return new Map(rows.map((row) => [row.serviceKeyId, row.recipients]))
    },
    async saveLastUsed(times) {
      // Two servers may lock the keys in a different order. Then one of them starts again.
      await database.transaction(
        (transaction) => transaction.query(raiseLastUsed, [[...times.keys()], [...times.values()]]),
        'read committed',
      )
    },
  }
}
