import { asc, inArray } from 'drizzle-orm'
import type { SigningKeyStore } from '../../mail/federation/signing-key-store.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'
import { federationKeys } from './schema.ts'

export function createSigningKeyStore(database: Database): SigningKeyStore {
  const list = (reader: Pick<Database, 'select'>) =>
    reader.select().from(federationKeys).orderBy(asc(federationKeys.createdAt), asc(federationKeys.id)).all()
  return {
    list: async () => list(database),
    async add(key, newestId, event) {
      return database.transaction(
        (transaction) => {
          if ((list(transaction).at(-1)?.id ?? null) !== newestId) return false
          transaction.insert(federationKeys).values(key).run()
          appendAuditEvent(transaction, event)
          return true
        },
        { behavior: 'immediate' },
      )
    },
    async delete(ids) {
      database
        .delete(federationKeys)
        .where(inArray(federationKeys.id, [...ids]))
        .run()
    },
  }
}
