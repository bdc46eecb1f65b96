import { auditEvent } from '../../ground/audit/audit-event.ts'
import { exitCodes, StartupError } from '../../ground/exit-codes.ts'
import { createRequestContext } from '../../ground/request-context.ts'
import { StorageFault } from '../../ground/storage-fault.ts'
import type { PostgresAddress, PostgresLocation } from '../../ground/storage-location.ts'
import type { Arrival, Departure } from '../departure.ts'
import type { Storage } from '../storage.ts'
import { createAlertChannelStore } from './alert-channel-store.ts'
import { createAlertConditionStore } from './alert-condition-store.ts'
import { createAlertStateStore } from './alert-state-store.ts'
import { createApplicationUseStore } from './application-use-store.ts'
import { createAuditStore } from './audit-store.ts'
import { createBackgroundJobs } from './background-jobs.ts'
import { createBotStore } from './bot-store.ts'
import { createCredentialKeyStore } from './credential-key-store.ts'
import { createExpiringCredentialStore } from './expiring-credential-store.ts'
import { createIdempotencyStore } from './idempotency-store.ts'
import { createIntakeLinkStore } from './intake-link-store.ts'
import { createLaneSlots } from './lane-slots.ts'
import { createPostgresLimiter } from './limiter.ts'
import { createMessageHistory } from './message-history.ts'
import { createMessageRetention } from './message-retention.ts'
import { createPostgresMessageSearch } from './message-search.ts'
import { createMessageStore } from './message-store.ts'
import { createMessagesInHand } from './messages-in-hand.ts'
import { isForbidden, migrate } from './migrate.ts'
import { createOffice365ConfigurationStore } from './office365-configuration-store.ts'
import { createOffice365DraftStore } from './office365-draft-store.ts'
import { type Database, openPool } from './open-database.ts'
import { createPersonStore } from './person-store.ts'
import { createPersonalDataStore } from './personal-data-store.ts'
import { createQueueStore } from './queue-store.ts'
import { receiveStorage } from './receive-storage.ts'
import { createRowCaches } from './row-cache.ts'
import { createSealedValues } from './sealed-values.ts'
import { createSendingStore } from './sending-store.ts'
import { createServers } from './servers.ts'
import { createServiceKeyStore } from './service-key-store.ts'
import { createSessionStore } from './session-store.ts'
import { createSetUpLinkStore } from './set-up-link-store.ts'
import { createSigningKeyStore } from './signing-key-store.ts'
import { createStatisticsStore } from './statistics-store.ts'
import { holdIfRestored } from './storage-identity.ts'
import { createUsabilityCheck } from './usability-check.ts'

/** Migrations and copies may take longer than other statements. */
const patientMs = 10 * 60_000

async function patiently<Result>(
  { url, place }: PostgresAddress,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = openPool({ url: url.reveal(), poolSize: 1, timeoutMs: patientMs })
  try {
    return await work(database)
  } catch (error) {
    if (isForbidden(error))
      throw new StartupError(
        exitCodes.configuration,
        `The role that uses the database ${place} lacks a right: ${error.message}. Give it the rights in deploy/postgres/roles.sql.`,
      )
    if (!(error instanceof StorageFault)) throw error
    throw new StartupError(
      exitCodes.storageUnavailable,
      `The database ${place} cannot be used now (${error.code}). Check that it is running, and its address.`,
    )
  } finally {
    await database.close()
  }
}

/** Returns how many migrations ran. */
export const migratePostgresStorage = (address: PostgresAddress): Promise<number> =>
  patiently(address, (database) => migrate(database))

/** Copies a storage to an empty database. */
export const receivePostgresStorage = (
  address: PostgresAddress,
  departure: Departure,
  arrival: Arrival,
): Promise<void> => patiently(address, (database) => receiveStorage(database, address.place, departure, arrival))

/** An empty list of synchronous standbys means that a failover can lose the last commits. */
async function describeServer({ query }: Database): Promise<Record<string, string>> {
  const [settings] = await query<Record<string, string>>(
    `select 'postgres' as engine, current_setting('server_version') as version,
       current_setting('synchronous_standby_names') as "synchronousStandbyNames"`,
  )
  return settings ?? {}
}

/** Connects to the database, and creates the PostgreSQL implementation of every port. */
export async function openPostgresStorage(location: PostgresLocation): Promise<Storage> {
  const context = createRequestContext({ kind: 'system', id: 'server', name: 'server' }, new Date())
  const description = await patiently(location, async (database) => {
    await migrate(database)
    await holdIfRestored(database, auditEvent(context, 'sending.held', { details: { reason: 'restored' } }))
    return await describeServer(database)
  })
  const url = location.url.reveal()
  const database = openPool({ ...location, url })
  const caches = createRowCaches(database)
  const inHand = createMessagesInHand(database, location.serverId)
  const laneSlots = createLaneSlots(database, location)
  const { lease, isTrusted, ...servers } = createServers(database, location, async () => {
    // The next beat tries again.
    await laneSlots.renew().catch(() => undefined)
    await inHand.releaseOthers()
  })
  return {
    alertStates: createAlertStateStore(database),
    alertConditions: createAlertConditionStore(database),
    alertChannels: createAlertChannelStore(database),
    applicationUses: createApplicationUseStore(database),
    audit: createAuditStore(database),
    backgroundJobs: createBackgroundJobs(database, lease),
    bots: createBotStore(database, caches),
    configurations: createOffice365ConfigurationStore(database, caches),
    credentialKeys: createCredentialKeyStore(database),
    signingKeys: createSigningKeyStore(database),
    drafts: createOffice365DraftStore(database),
    idempotencyStore: createIdempotencyStore(database),
    intakeLinks: createIntakeLinkStore(database),
    laneSlots,
    messageRetention: createMessageRetention(database),
    messageHistory: createMessageHistory(database),
    messageSearch: createPostgresMessageSearch(database),
    messages: createMessageStore(database, lease, { inHand, caches, laneSlots }),
    personalData: createPersonalDataStore(database),
    people: createPersonStore(database),
    queueStore: createQueueStore(database, lease, { inHand, laneSlots }),
    sealedValues: createSealedValues(database, caches),
    sendingStore: createSendingStore(database, caches),
    statistics: createStatisticsStore(database),
    expiringCredentials: createExpiringCredentialStore(database),
    serviceKeys: createServiceKeyStore(database, caches),
    sessions: createSessionStore(database),
    setUpLinks: createSetUpLinkStore(database),
    createLimiter: createPostgresLimiter(database),
    description,
    servers,
    copyTo: null,
    readiness: createUsabilityCheck(database, lease.serverId, isTrusted),
    // Another connection, or another server of the database, may work again after any fault.
    faults: { current: () => null, happened: new Promise<never>(() => undefined) },
    async close() {
      await caches.stop()
      // Without the database, a slot ends with its time.
      await laneSlots.close().catch(() => undefined)
      await database.close()
    },
  }
}
