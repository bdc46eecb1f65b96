import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import { exitCodes, StartupError } from '../../ground/exit-codes.ts'
import type { KeyRing } from '../../ground/secrets/key-ring.ts'
import { appendAuditEvent } from './audit-store.ts'
import type { Database } from './open-database.ts'
import { encryptionKeys } from './schema.ts'
import { countByKey, listKeysInUse, listKnownKeys } from './sealed-values.ts'

type Keys = Pick<KeyRing, 'find'>

const refuse = (message: string): never => {
  throw new StartupError(exitCodes.configuration, message)
}

export const isEmptyDatabase = (database: Database): boolean =>
  database.select({ id: encryptionKeys.id }).from(encryptionKeys).limit(1).get() === undefined

/** Throws an error that names the key if a key does not fit this database or is missing. */
export function requireFittingKeys(database: Database, keys: Keys): void {
  const knownKeys = listKnownKeys(database)
  for (const known of knownKeys) {
    const key = keys.find(known.id)
    if (key && key.fingerprint !== known.fingerprint)
      refuse(
        `Encryption key ${key.id} (fingerprint ${key.fingerprint}) does not open this database, which was written with another key ${known.id} (fingerprint ${known.fingerprint}). Put the right key file back. If a key rotation added this key, nothing is sealed with it yet: give it another ID in its line of the key file, such as ${key.id}-2.`,
      )
  }
  for (const [id, count] of countByKey(database)) {
    if (keys.find(id)) continue
    const fingerprint = knownKeys.find((known) => known.id === id)?.fingerprint ?? 'unknown'
    refuse(
      `Encryption key ${id} (fingerprint ${fingerprint}) is not in the key file, and it still seals ${count} saved ${count === 1 ? 'value' : 'values'}. Put it back below the others and run: encryption-keys rotate. If it is permanently lost, list the values that are lost with it: pnpm --silent admin encryption-keys forget --key ${id}`,
    )
  }
}

/** Whether a key that seals something is missing. Fast enough for every probe. */
export const isKeyMissing = (database: Database, keys: Keys): boolean =>
  listKeysInUse(database).some((id) => keys.find(id) === null)

/** Refuses keys that do not fit, and records the first use of the current key. */
export function checkEncryptionKeys(database: Database, keys: KeyRing, firstUse: AuditEvent): void {
  requireFittingKeys(database, keys)
  const { id, fingerprint } = keys.current
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

export interface KeyFileGuard {
  /** Whether this database knows a key with this ID, even if it is no longer in the key file. */
  isTaken: (id: string) => boolean
  check: (keys: Keys) => void
}

/** Changes the key file while the database is locked, so that two rotations at the same time keep both keys. */
export function withKeyFileLocked<Result>(database: Database, change: (guard: KeyFileGuard) => Result): Result {
  return database.transaction(
    () => {
      const taken = new Set([...listKnownKeys(database).map(({ id }) => id), ...listKeysInUse(database)])
      return change({ isTaken: (id) => taken.has(id), check: (keys) => requireFittingKeys(database, keys) })
    },
    { behavior: 'immediate' },
  )
}
