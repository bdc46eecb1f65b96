import type { KeyRing } from '../secrets/key-ring.ts'
import { createAuditStore } from './sqlite/audit-store.ts'
import { createBotStore } from './sqlite/bot-store.ts'
import { checkEncryptionKeys, isEmptyDatabase } from './sqlite/check-encryption-keys.ts'
import { createMessageStore } from './sqlite/message-store.ts'
import { createOffice365ConfigurationStore } from './sqlite/office365-configuration-store.ts'
import { openDatabase } from './sqlite/open-database.ts'
import { createPersonStore } from './sqlite/person-store.ts'
import { createServiceKeyStore } from './sqlite/service-key-store.ts'
import { createSessionStore } from './sqlite/session-store.ts'
import { createSetUpLinkStore } from './sqlite/set-up-link-store.ts'

/** Opens the database and gives every port its SQLite side. */
export function openStorage(file: string) {
  const database = openDatabase(file)
  return {
    audit: createAuditStore(database),
    bots: createBotStore(database),
    configurations: createOffice365ConfigurationStore(database),
    messages: createMessageStore(database),
    people: createPersonStore(database),
    sessions: createSessionStore(database),
    setUpLinks: createSetUpLinkStore(database),
    serviceKeys: createServiceKeyStore(database),
    isEmpty: () => isEmptyDatabase(database),
    checkEncryptionKeys: (keys: KeyRing, now: Date) => checkEncryptionKeys(database, keys, now),
    /** Whether a write would go through now. */
    isUsable: (): boolean => {
      try {
        database.$client.exec('BEGIN IMMEDIATE; ROLLBACK')
        return true
      } catch {
        return false
      }
    },
    close: () => {
      database.$client.pragma('wal_checkpoint(TRUNCATE)')
      database.$client.close()
    },
  }
}
