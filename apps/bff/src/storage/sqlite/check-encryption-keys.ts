import { eq } from 'drizzle-orm'
import { exitCodes, StartupError } from '../../config/exit-codes.ts'
import type { AuditEvent } from '../../features/audit/audit-event.ts'
import type { KeyRing } from '../../secrets/key-ring.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'
import { encryptionKeys } from './schema.ts'
import { countByKey } from './sealed-values.ts'

const refuse = (message: string): never => {
  throw new StartupError(exitCodes.configuration, message)
}

export const isEmptyDatabase = (database: Database): boolean =>
  database.select({ id: encryptionKeys.id }).from(encryptionKeys).limit(1).get() === undefined

/** Refuses keys that do not fit this database, by name, before anything is served; notes the current one. */
export function checkEncryptionKeys(database: Database, keys: KeyRing, firstUse: AuditEvent): void {
  for (const known of database.select().from(encryptionKeys).all()) {
    const key = keys.find(known.id)
    if (key && key.fingerprint !== known.fingerprint)
      refuse(
        `Encryption key ${key.id} (fingerprint ${key.fingerprint}) does not open this database: it was written with another ${known.id} (fingerprint ${known.fingerprint}). Put the right key file back.`,
      )
  }
  for (const [id, count] of countByKey(database)) {
    if (keys.find(id)) continue
    const known = database.select().from(encryptionKeys).where(eq(encryptionKeys.id, id)).get()
    refuse(
      `Encryption key ${id} (fingerprint ${known?.fingerprint ?? 'unknown'}) is not in the key file, and it still seals ${count} saved ${count === 1 ? 'value' : 'values'}. Put it back, below the others, and run: encryption-keys rotate`,
    )
  }
  noteCurrentKey(database, keys, firstUse)
}

function noteCurrentKey(database: Database, { current }: KeyRing, firstUse: AuditEvent): void {
  const { id, fingerprint } = current
  database.transaction(
    (transaction) => {
      const { changes } = transaction
        .insert(encryptionKeys)
        .values({ id, fingerprint, firstUsedAt: firstUse.at })
        .onConflictDoNothing()
        .run()
      if (changes === 1) appendAuditEvent(transaction, firstUse)
    },
    { behavior: 'immediate' },
  )
}
