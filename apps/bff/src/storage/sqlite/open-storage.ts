import { statSync } from 'node:fs'
import { createLocalJobs } from '../../ground/background-jobs.ts'
import { createMemoryLimiter } from '../../ground/limiter.ts'
import { singleServer } from '../server-registry.ts'
import type { Storage } from '../storage.ts'
import { createAlertChannelStore } from './alert-channel-store.ts'
import { createAlertConditionStore } from './alert-condition-store.ts'
import { createAlertStateStore } from './alert-state-store.ts'
import { createApplicationUseStore } from './application-use-store.ts'
import { createAuditStore } from './audit-store.ts'
import { createBotStore } from './bot-store.ts'
import { checkLargeFile, isLarge } from './check-large-file.ts'
import { startCheckpoints } from './checkpoints.ts'
import { cleanDrafts } from './clean-drafts.ts'
import { copyDatabase } from './copy-database.ts'
import { createCredentialKeyStore } from './credential-key-store.ts'
import { createExpiringCredentialStore } from './expiring-credential-store.ts'
import { createGroupCommit } from './group-commit.ts'
import { createIdempotencyStore } from './idempotency-store.ts'
import { createIntakeLinkStore } from './intake-link-store.ts'
import { createMessageHistory } from './message-history.ts'
import { createMessageRetention } from './message-retention.ts'
import { createSqliteMessageSearch } from './message-search.ts'
import { createMessageStore } from './message-store.ts'
import { createOffice365ConfigurationStore } from './office365-configuration-store.ts'
import { createOffice365DraftStore } from './office365-draft-store.ts'
import { openDatabase } from './open-database.ts'
import { createPersonStore } from './person-store.ts'
import { createPersonalDataStore } from './personal-data-store.ts'
import { createQueueStore } from './queue-store.ts'
import { createQueueUsage } from './queue-usage.ts'
import { createRowCaches } from './row-cache.ts'
import { createSealedValues } from './sealed-values.ts'
import { createSendingStore } from './sending-store.ts'
import { createServiceKeyStore } from './service-key-store.ts'
import { createSessionStore } from './session-store.ts'
import { createSetUpLinkStore } from './set-up-link-store.ts'
import { createSigningKeyStore } from './signing-key-store.ts'
import { createStatisticsStore } from './statistics-store.ts'
import { createUsabilityCheck } from './usability-check.ts'
import { watchFaults } from './watch-faults.ts'

/** Opens the database file and creates the SQLite implementation of every port. */
export function openSqliteStorage(file: string): Storage {
  const database = openDatabase(file)
  const faults = watchFaults(database.$client)
  const check = isLarge(statSync(file)) ? checkLargeFile(file, faults.note) : null
  cleanDrafts(database)
  const commit = createGroupCommit(database)
  const checkpoints = startCheckpoints(database)
  const caches = createRowCaches(database)
  const readUsage = createQueueUsage(database)
  return {
    audit: createAuditStore(database),
    bots: createBotStore(database, caches),
    configurations: createOffice365ConfigurationStore(database, caches),
    credentialKeys: createCredentialKeyStore(database),
    signingKeys: createSigningKeyStore(database),
    drafts: createOffice365DraftStore(database),
    applicationUses: createApplicationUseStore(database),
    messageHistory: createMessageHistory(database),
    messageSearch: createSqliteMessageSearch(database),
    messages: createMessageStore(database, commit, readUsage),
    queueStore: createQueueStore(database, commit, readUsage),
    idempotencyStore: createIdempotencyStore(database),
    messageRetention: createMessageRetention(database),
    sendingStore: createSendingStore(database, caches),
    statistics: createStatisticsStore(database, commit),
    expiringCredentials: createExpiringCredentialStore(database),
    personalData: createPersonalDataStore(database),
    people: createPersonStore(database),
    sessions: createSessionStore(database),
    alertStates: createAlertStateStore(database),
    alertConditions: createAlertConditionStore(database),
    alertChannels: createAlertChannelStore(database),
    intakeLinks: createIntakeLinkStore(database),
    setUpLinks: createSetUpLinkStore(database),
    serviceKeys: createServiceKeyStore(database, caches),
    sealedValues: createSealedValues(database),
    copyTo: (copy, at) => copyDatabase(database.$client, copy, at),
    laneSlots: null,
    backgroundJobs: createLocalJobs(),
    servers: singleServer,
    createLimiter: createMemoryLimiter,
    readiness: createUsabilityCheck(database),
    faults,
    description: { engine: 'sqlite' },
    close: async () => {
      checkpoints.stop()
      await check?.stop()
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
