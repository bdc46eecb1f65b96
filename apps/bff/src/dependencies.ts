import { dirname, join, resolve } from 'node:path'
import { apiBasePath } from '@office365-email/shared/endpoint'
import { sessionEndpoints } from '@office365-email/shared/endpoints/session'
import { formatCount } from '@office365-email/shared/format-count'
import type { Logger } from 'pino'
import type { Config } from './config/config.ts'
import { type AuditEvent, auditEvent } from './ground/audit/audit-event.ts'
import { dayOf } from './ground/day.ts'
import { exitCodes, StartupError } from './ground/exit-codes.ts'
import { duringRootRights } from './ground/file-owner.ts'
import { createRequestContext } from './ground/request-context.ts'
import { addEncryptionKey, makeKeyFile, openKeyRing, promoteEncryptionKey } from './ground/secrets/key-file.ts'
import { isThere, type KeyRing, missingKeyFile, readKeysIfThere } from './ground/secrets/key-ring.ts'
import { createOpener, createVault, type Vault } from './ground/secrets/vault.ts'
import type { PostgresAddress, SqliteLocation } from './ground/storage-location.ts'
import { createMail, type Mail } from './mail/create-mail.ts'
import {
  isKeyMissing,
  openFittingKeys,
  requireFittingKeys,
  withKeyFileLocked,
} from './mail/encryption-keys/fitting-keys.ts'
import { verifySealedValues } from './mail/encryption-keys/rotate-encryption-keys.ts'
import { nameOf } from './mail/encryption-keys/sealed-values.ts'
import { markInterruptedMessages } from './mail/sending/message-record.ts'
import { createHostBots, type HostBots } from './shell/bots/host-bots.ts'
import { createHostSignIn, type HostSignIn } from './shell/host-sign-in/host-sign-in.ts'
import type { HostSignInSettings } from './shell/host-sign-in/host-sign-in-settings.ts'
import { followKeySetFile } from './shell/host-sign-in/key-set-file.ts'
import { createRemoteKeySet } from './shell/host-sign-in/remote-key-set.ts'
import {
  createServiceKeyAuthentication,
  type ServiceKeyAuthentication,
} from './shell/service-keys/authenticate-service-key.ts'
import { listQuotaUse } from './shell/service-keys/list-quota-use.ts'
import type { IdentityProvider } from './shell/sessions/identity-provider.ts'
import { openBackupFiles, requireOwnBackups } from './storage/backup-files.ts'
import type { Arrival } from './storage/departure.ts'
import { isStorageFault } from './storage/is-storage-fault.ts'
import { moveStorage, requirePresent } from './storage/move-storage.ts'
import { findStorageOwner, lockStorage, migrateStorage, openStorage } from './storage/open-storage.ts'
import type { Storage } from './storage/storage.ts'

/** Everything that the process opens, for the server and for the operator's commands. */
export interface Dependencies {
  config: Config
  logger: Logger
  clock: () => Date
  webFolder: string
  /** Whether an error says that the storage cannot be used now. */
  isStorageFault: (error: unknown) => boolean
  storage: Storage
  vault: Vault
  encryptionKeys: KeyRing
  /** A copy of that folder contains the sealed values and the keys that open them. */
  keysAreBesideDatabase: boolean
  /** Throws if the keys do not match the database, and records the current key there. */
  checkEncryptionKeys(): Promise<void>
  /** Adds a new key as the first in the key file. Returns its ID. */
  addEncryptionKey(): Promise<string>
  /**
   * Adds a new key as the second in the key file, so that it opens values and encrypts none; or finds the one that was
   * added so before. Returns its ID.
   */
  introduceEncryptionKey(): Promise<string>
  /** Makes it the first in the key file. */
  promoteEncryptionKey(id: string): Promise<void>
  /** Announces this process as a server, until it closes. Call it before the first request. */
  join(): Promise<void>
  mail: Mail
  serviceKeyAuthentication: ServiceKeyAuthentication
  /** Null: no provider signs people in. */
  identityProvider: IdentityProvider | null
  /** Null: no host signs people in. */
  hostSignIn: HostSignIn | null
  /** Null: bots are made here. */
  hostBots: HostBots | null
  /** The reason why the server cannot take traffic now; null if it can. */
  readiness(): Promise<string | null>
  /** From now on `readiness` reports the stop, and only messages that are already in a lane are submitted. */
  announceStop(): void
  isStopping(): boolean
  close(): Promise<void>
}

function openHostSignIn(settings: HostSignInSettings, logger: Logger): HostSignIn {
  const watch = {
    onFailure: (reason: string) => logger.error({ reason }, 'the keys of the host cannot be read'),
    onRecovery: () => logger.info('the keys of the host can be read again'),
  }
  const { keys } = settings
  let isWarned = false
  return createHostSignIn(
    settings,
    'url' in keys ? createRemoteKeySet(keys.url, watch) : followKeySetFile(keys.file, watch),
    {
      onRefused: (reason) => logger.info(reason, 'a token of the host was refused'),
      onIgnoredBot: () => {
        if (!isWarned) logger.warn('a token of the host names a bot by an ID that no bot can have')
        isWarned = true
      },
    },
  )
}

const builtWeb = join(import.meta.dirname, '../../web/dist')

function firstUseOf({ current }: KeyRing, now: Date): AuditEvent {
  const context = createRequestContext({ kind: 'system', id: 'server', name: 'server' }, now)
  const details = { keyId: current.id, fingerprint: current.fingerprint }
  return auditEvent(context, 'encryption-key.first-used', { details })
}

export { isStorageFault, lockStorage, migrateStorage, requireOwnBackups }

/** The composition root: the only file that connects storage, secrets, the mail feature and the shell. */
export async function openDependencies(
  config: Config,
  logger: Logger,
  clock = () => new Date(),
): Promise<Dependencies> {
  const storage = await openStorage(config.database)
  const { sealedValues } = storage
  const firstUse = (ring: KeyRing) => firstUseOf(ring, clock())
  const openKeys = (databaseIsEmpty: boolean) =>
    openKeyRing(config.encryptionKeysFile, {
      databaseIsEmpty,
      owner: findStorageOwner(config.database),
      onRefused: (reason) => logger.error({ reason }, 'the changed key file was not loaded'),
    })
  const keys = await openFittingKeys(sealedValues, openKeys, firstUse).catch(async (error: unknown) => {
    // Open connections would keep the process from ending.
    await storage.close()
    throw error
  })
  const vault = createVault(keys)
  const countBots = async () => (await storage.bots.count('all', { today: dayOf(clock()) })).byStatus
  const quotas = (now: Date) => listQuotaUse(storage, now)
  const mail = createMail({ storage, vault, encryptionKeys: keys, config, countBots, quotas, logger, clock })
  const serviceKeyAuthentication = createServiceKeyAuthentication(storage.serviceKeys)
  let isStopping = false
  const announceStop = () => {
    isStopping = true
    mail.announceStop()
  }

  return {
    config,
    logger,
    clock,
    webFolder: builtWeb,
    isStorageFault,
    storage,
    vault,
    encryptionKeys: keys,
    keysAreBesideDatabase:
      config.database.engine === 'sqlite' &&
      dirname(resolve(config.database.file)) === dirname(resolve(config.encryptionKeysFile)),
    async checkEncryptionKeys() {
      await openFittingKeys(sealedValues, () => keys, firstUse)
    },
    addEncryptionKey: () =>
      withKeyFileLocked(sealedValues, (guard) => addEncryptionKey(config.encryptionKeysFile, guard)),
    introduceEncryptionKey: () =>
      withKeyFileLocked(sealedValues, (guard) => {
        const waiting = keys.all.find(({ id }, index) => index > 0 && !guard.isTaken(id))
        return waiting?.id ?? addEncryptionKey(config.encryptionKeysFile, guard, 'second')
      }),
    promoteEncryptionKey: (id) =>
      withKeyFileLocked(sealedValues, (guard) => promoteEncryptionKey(config.encryptionKeysFile, id, guard)),
    async join() {
      await storage.servers.join({
        keyFingerprints: () => Object.fromEntries(keys.all.map(({ id, fingerprint }) => [id, fingerprint])),
        async onBeat() {
          const interrupted = await mail.markInterrupted(clock())
          if (interrupted > 0)
            logger.warn({ messages: interrupted }, 'messages that an ended server was sending are now unknown')
        },
      })
    },
    mail,
    serviceKeyAuthentication,
    identityProvider:
      config.identityProvider &&
      (await import('./shell/sessions/open-id-provider.ts')).createOpenIdProvider(
        config.identityProvider,
        `${config.publicUrl}${apiBasePath}${sessionEndpoints.finishIdentitySignIn.path}`,
      ),
    hostSignIn: config.hostSignIn && openHostSignIn(config.hostSignIn, logger),
    hostBots: config.botsFrom === 'host' ? createHostBots(storage) : null,
    async readiness() {
      if (isStopping) return 'shutting-down'
      const fault = await storage.readiness()
      if (fault) return fault
      // A single fault of the storage is tolerated; the next probe shows whether it lasts.
      if (await isKeyMissing(sealedValues, keys).catch(() => false)) return 'encryption-key-missing'
      return keys.refusal() === null ? null : 'encryption-keys-unreadable'
    },
    announceStop,
    isStopping: () => isStopping,
    async close() {
      announceStop()
      await mail.abandonRequests()
      await mail.stop()
      await serviceKeyAuthentication.close()
      await storage.servers.leave().catch(() => undefined)
      await storage.close()
    },
  }
}

/** Opens the storage even if its keys are lost. For commands only: the server refuses such a storage. */
export async function openSealedStorage({ encryptionKeysFile: file, database }: Config) {
  const { sealedValues, servers, close } = await openStorage(database)
  const keys = readKeysIfThere(file)
  return {
    sealedValues,
    keys,
    vault: createOpener(keys),
    listServers: () => servers.list(),
    close,
    requireFittingKeys: async (): Promise<void> => {
      if (!isThere(file)) throw missingKeyFile(file)
      await requireFittingKeys(sealedValues, keys)
    },
    /** The new file gets the owner of the storage, who runs the server. Returns the key's ID; null if a file exists. */
    makeMissingKeyFile: async (): Promise<string | null> => {
      if (isThere(file)) return null
      return await withKeyFileLocked(sealedValues, ({ isTaken }) =>
        makeKeyFile(file, isTaken, findStorageOwner(database)),
      )
    },
  }
}

/**
 * Copies this server's SQLite database to an empty PostgreSQL database, which from then on is the storage. Returns how
 * many sealed values it opened there.
 */
export async function moveDatabase(
  config: Config,
  from: SqliteLocation,
  to: PostgresAddress,
  { now, ...arrival }: Pick<Arrival, 'event' | 'onProgress'> & { now: Date },
): Promise<number> {
  requirePresent(from)
  const unlock = lockStorage(from)
  try {
    const vault = createVault(openKeyRing(config.encryptionKeysFile, { databaseIsEmpty: false }))
    // As each start does: brings the schema up to date, and marks what an ended server was sending.
    const storage = await openStorage(from)
    try {
      await markInterruptedMessages(storage.messages, now)
    } finally {
      await storage.close()
    }
    let values = 0
    await moveStorage(from, to, {
      ...arrival,
      async verify(sealedValues) {
        const { opened, unreadable } = await verifySealedValues({ sealedValues, vault })
        if (unreadable.length > 0)
          throw new StartupError(
            exitCodes.dataDamaged,
            `${formatCount(unreadable.length, 'sealed value')} cannot be opened with the keys on this machine, for example ${unreadable.map(nameOf)[0]}. Nothing was changed. See: pnpm --silent admin encryption-keys verify`,
          )
        values = opened
      },
    })
    return values
  } finally {
    unlock()
  }
}

/** Verifies and restores backups. Does not open the current database, which may be damaged or missing. */
export function openBackups(config: Config) {
  const { openCopy, putBack } = openBackupFiles(config.database)
  const keys = openKeyRing(config.encryptionKeysFile, { databaseIsEmpty: false })
  const vault = createVault(keys)
  return {
    currentKey: keys.current,
    /** Tries to open every sealed value of a copy. */
    verify: (copy: string): Promise<{ opened: number; unreadable: string[] }> =>
      duringRootRights(copy, async () => {
        const { sealedValues, close } = openCopy(copy)
        const { opened, unreadable } = await verifySealedValues({ sealedValues, vault }).finally(close)
        return { opened, unreadable: unreadable.map(nameOf) }
      }),
    putBack,
  }
}
