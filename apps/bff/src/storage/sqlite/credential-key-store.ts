import { eq } from 'drizzle-orm'
import type { CredentialKeyStore } from '../../mail/credentials/credential.ts'
import type { Database } from './open-database.ts'
import { credentialKeys } from './schema.ts'

export const createCredentialKeyStore = (database: Database): CredentialKeyStore => ({
  async read(id) {
    return database.select().from(credentialKeys).where(eq(credentialKeys.id, id)).get() ?? null
  },
})
