import type { AuditEvent } from '../ground/audit/audit-event.ts'
import type { KeyRing } from '../ground/secrets/key-ring.ts'
import { createAlertStateStore } from './sqlite/alert-state-store.ts'
import { createAlertWebhookStore } from './sqlite/alert-webhook-store.ts'
import { createApplicationUseStore } from './sqlite/application-use-store.ts'
import { createAuditStore } from './sqlite/audit-store.ts'
import { createBotStore } from './sqlite/bot-store.ts'
import {
  checkEncryptionKeys,
  isEmptyDatabase,
  isKeyMissing,
  type KeyFileGuard,
  requireFittingKeys,
  withKeyFileLocked,
} from './sqlite/check-encryption-keys.ts'
import { startCheckpoints } from './sqlite/checkpoints.ts'
import { cleanDrafts } from './sqlite/clean-drafts.ts'
import { copyDatabase } from './sqlite/copy-database.ts'
import { createGroupCommit } from './sqlite/group-commit.ts'
import { createIdempotencyStore } from './sqlite/idempotency-store.ts'
import { createIntakeLinkStore } from './sqlite/intake-link-store.ts'
import { createMessageRetention } from './sqlite/message-retention.ts'
import { createMessageStore } from './sqlite/message-store.ts'
import { createOffice365ConfigurationStore } from './sqlite/office365-configuration-store.ts'
import { createOffice365DraftStore } from './sqlite/office365-draft-store.ts'
import { openDatabase } from './sqlite/open-database.ts'
import { createPersonStore } from './sqlite/person-store.ts'
import { createQueueStore } from './sqlite/queue-store.ts'
import { createQueueUsage } from './sqlite/queue-usage.ts'
import { createRowCaches } from './sqlite/row-cache.ts'
import { createSealedValues } from './sqlite/sealed-values.ts'
import { createSendingStore } from './sqlite/sending-store.ts'
import { createServiceKeyStore } from './sqlite/service-key-store.ts'
import { createSessionStore } from './sqlite/session-store.ts'
import { createSetUpLinkStore } from './sqlite/set-up-link-store.ts'
import { createUsabilityCheck } from './sqlite/usability-check.ts'
import { watchFaults } from './sqlite/watch-faults.ts'

/** Opens the database and creates the SQLite implementation of every port. */
export function openStorage(file: string) {
  const database = openDatabase(file)
  const faults = watchFaults(database.$client)
  cleanDrafts(database)
  const commit = createGroupCommit(database)
  const checkpoints = startCheckpoints(database)
  const caches = createRowCaches(database)
  const readUsage = createQueueUsage(database)
  return {
    audit: createAuditStore(database),
    bots: createBotStore(database, caches),
    configurations: createOffice365ConfigurationStore(database, caches),
    drafts: createOffice365DraftStore(database),
    applicationUses: createApplicationUseStore(database),
    messages: createMessageStore(database, commit, readUsage),
    queueStore: createQueueStore(database, commit, readUsage),
    idempotencyStore: createIdempotencyStore(database),
    messageRetention: createMessageRetention(database),
    sendingStore: createSendingStore(database, caches),
    people: createPersonStore(database),
    sessions: createSessionStore(database),
    alertStates: createAlertStateStore(database),
    alertWebhooks: createAlertWebhookStore(database),
    intakeLinks: createIntakeLinkStore(database),
    setUpLinks: createSetUpLinkStore(database),
    serviceKeys: createServiceKeyStore(database, caches),
    isEmpty: () => isEmptyDatabase(database),
    sealedValues: createSealedValues(database),
    checkEncryptionKeys: (keys: KeyRing, firstUse: AuditEvent) => checkEncryptionKeys(database, keys, firstUse),
    requireFittingKeys: (keys: Pick<KeyRing, 'find'>) => requireFittingKeys(database, keys),
    isKeyMissing: (keys: Pick<KeyRing, 'find'>) => isKeyMissing(database, keys),
    withKeyFileLocked: <Result>(change: (guard: KeyFileGuard) => Result) => withKeyFileLocked(database, change),
    /** Writes a consistent copy of the database into a new file, in which sending is on hold. */
    copyTo: (copy: string, at: Date) => copyDatabase(database.$client, copy, at),
    isUsable: createUsabilityCheck(database),
    faults,
    close: async () => {
      checkpoints.stop()
      try {
        database.$client.pragma('wal_checkpoint(TRUNCATE)')
      } catch {
        // The disk may be full. The next start reads the log.
      }
      // After a fault, closing would run a checkpoint again, with the writes that the disk lost.
      if (faults.current() === null) database.$client.close()
    },
  }
}
