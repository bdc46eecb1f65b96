import { eq, isNotNull } from 'drizzle-orm'
import { exitCodes, StartupError } from '../../config/exit-codes.ts'
import type { KeyRing } from '../../secrets/key-ring.ts'
import type { Database } from './open-database.ts'
import { encryptionKeys, intakeLinks, office365Configurations, outbox } from './schema.ts'

const refuse = (message: string): never => {
  throw new StartupError(exitCodes.configuration, message)
}

export const isEmptyDatabase = (database: Database): boolean =>
  database.select({ id: encryptionKeys.id }).from(encryptionKeys).limit(1).get() === undefined

/** Refuses keys that do not fit this database, by name, before anything is served; notes the current one. */
export function checkEncryptionKeys(database: Database, keys: KeyRing, now: Date): void {
  for (const known of database.select().from(encryptionKeys).all()) {
    const key = keys.find(known.id)
    if (key && key.fingerprint !== known.fingerprint)
      refuse(
        `Encryption key ${key.id} (fingerprint ${key.fingerprint}) does not open this database: it was written with another ${known.id} (${known.fingerprint}). Put the right key file back.`,
      )
  }
  const needed = database
    .selectDistinct({ id: office365Configurations.sealedWith })
    .from(office365Configurations)
    .where(isNotNull(office365Configurations.sealedWith))
    .union(database.selectDistinct({ id: outbox.sealedWith }).from(outbox))
    .union(
      database
        .selectDistinct({ id: intakeLinks.sealedWith })
        .from(intakeLinks)
        .where(isNotNull(intakeLinks.sealedWith)),
    )
    .all()
  for (const { id } of needed) {
    if (id === null || keys.find(id)) continue
    const known = database.select().from(encryptionKeys).where(eq(encryptionKeys.id, id)).get()
    refuse(
      `Encryption key ${id} (fingerprint ${known?.fingerprint ?? 'unknown'}) is not in the key file, and saved secrets or queued messages are sealed with it. Put it back.`,
    )
  }
  const { id, fingerprint } = keys.current
  database
    .insert(encryptionKeys)
    .values({ id, fingerprint, firstUsedAt: now.toISOString() })
    .onConflictDoNothing()
    .run()
}
