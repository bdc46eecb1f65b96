import { asc, inArray } from 'drizzle-orm'
import type { SigningKeyStore } from '../../mail/federation/signing-key-store.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database, Executor } from './open-database.ts'
import { federationKeys } from './schema.ts'

const list = ({ orm }: Executor) =>
  orm.select().from(federationKeys).orderBy(asc(federationKeys.createdAt), asc(federationKeys.id))

export const createSigningKeyStore = (database: Database): SigningKeyStore => ({
  list: () => list(database),
  add: (key, newestId, event) =>
    database.transaction(async (transaction) => {
      // Servers that make a key at the same time wait here, and then see each other's.
      await transaction.query('lock table federation_keys in share row exclusive mode')
      if (((await list(transaction)).at(-1)?.id ?? null) !== newestId) return false
      await transaction.orm.insert(federationKeys).values(key)
      await appendAuditEvent(transaction, event)
      return true
    }, 'read committed'),
  async delete(ids) {
    await database.orm.delete(federationKeys).where(inArray(federationKeys.id, [...ids]))
  },
})
