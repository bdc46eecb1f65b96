import { eq } from 'drizzle-orm'
import type { CredentialKeyStore } from '../../mail/credentials/credential.ts'
import type { Database } from './open-database.ts'
import { credentialKeys } from './schema.ts'

export const createCredentialKeyStore = ({ orm }: Database): CredentialKeyStore => ({
  async read(id) {
    const [found] = await orm.select().from(credentialKeys).where(eq(credentialKeys.id, id))
    return found ?? null
  },
})
