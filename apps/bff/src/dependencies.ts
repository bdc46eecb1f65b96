import { statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { apiBasePath } from '@office365-email/shared/endpoint'
import { sessionEndpoints } from '@office365-email/shared/endpoints/session'
import type { Logger } from 'pino'
import type { Config } from './config/config.ts'
import { type AuditEvent, auditEvent } from './ground/audit/audit-event.ts'
import { duringRootRights } from './ground/file-owner.ts'
import { createRequestContext } from './ground/request-context.ts'
import { addEncryptionKey, makeKeyFile, openKeyRing } from './ground/secrets/key-file.ts'
import { isThere, type KeyRing, missingKeyFile, readKeysIfThere } from './ground/secrets/key-ring.ts'
import { createOpener, createVault, type Vault } from './ground/secrets/vault.ts'
import { createMail, type Mail } from './mail/create-mail.ts'
import { verifySealedValues } from './mail/encryption-keys/rotate-encryption-keys.ts'
import { nameOf } from './mail/encryption-keys/sealed-values.ts'
import {
  createServiceKeyAuthentication,
  type ServiceKeyAuthentication,
} from './shell/service-keys/authenticate-service-key.ts'
import type { IdentityProvider } from './shell/sessions/identity-provider.ts'
import { createOpenIdProvider } from './shell/sessions/open-id-provider.ts'
import { openStorage } from './storage/open-storage.ts'
import { openCopy, putBack } from './storage/sqlite/copy-database.ts'
import { lockDatabase } from './storage/sqlite/lock-database.ts'

/** Everything that the process opens, for the server and for the operator's commands. */
export interface Dependencies {
  config: Config
  logger: Logger
  clock: () => Date
  webFolder: string
  storage: ReturnType<typeof openStorage>
  vault: Vault
  encryptionKeys: KeyRing
  /** A copy of that folder contains the sealed values and the keys that open them. */
  keysAreBesideDatabase: boolean
  /** Throws if the keys do not match the database, and records the current key there. */
  checkEncryptionKeys(): void
  /** Adds a new key as the first in the key file. Returns its ID. */
  addEncryptionKey(): string
  mail: Mail
  serviceKeyAuthentication: ServiceKeyAuthentication
  /** Null: people can sign in only with a password. */
  identityProvider: IdentityProvider | null
  /** The reason why the server cannot take traffic now; null if it can. */
  readiness(): Promise<string | null>
  /** From now on `readiness` reports the stop, and only messages that are already in a lane are submitted. */
  announceStop(): void
  isStopping(): boolean
  close(): Promise<void>
}

const builtWeb = join(import.meta.dirname, '../../web/dist')

function firstUseOf({ current }: KeyRing, now: Date): AuditEvent {
  const context = createRequestContext({ kind: 'system', id: 'server', name: 'server' }, now)
  const details = { keyId: current.id, fingerprint: current.fingerprint }
  return auditEvent(context, 'encryption-key.first-used', { details })
}

/** Locks the database against other servers. Returns the function that unlocks it. */
export const lockStorage = ({ databaseFile }: Config): (() => void) => lockDatabase(databaseFile)

/** The composition root: the only file that connects storage, secrets, the mail feature and the shell. */
export function openDependencies(config: Config, logger: Logger, clock = () => new Date()): Dependencies {
  const storage = openStorage(config.databaseFile)
  const keys = openKeyRing(config.encryptionKeysFile, {
    databaseIsEmpty: storage.isEmpty(),
    owner: statSync(config.databaseFile),
    onRefused: (reason) => logger.error({ reason }, 'the changed key file was not loaded'),
  })
  const checkEncryptionKeys = () => storage.checkEncryptionKeys(keys, firstUseOf(keys, clock()))
  checkEncryptionKeys()
  const vault = createVault(keys)
  const mail = createMail({ storage, vault, encryptionKeys: keys, config, logger, clock })
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
    storage,
    vault,
    encryptionKeys: keys,
    keysAreBesideDatabase: dirname(resolve(config.databaseFile)) === dirname(resolve(config.encryptionKeysFile)),
    checkEncryptionKeys,
    addEncryptionKey: () => storage.withKeyFileLocked((guard) => addEncryptionKey(config.encryptionKeysFile, guard)),
    mail,
    serviceKeyAuthentication,
    identityProvider:
      config.identityProvider &&
      createOpenIdProvider(
        config.identityProvider,
        `${config.publicUrl}${apiBasePath}${sessionEndpoints.finishIdentitySignIn.path}`,
      ),
    async readiness() {
      if (isStopping) return 'shutting-down'
      if (!storage.isUsable()) return 'storage-unavailable'
      if (storage.isKeyMissing(keys)) return 'encryption-key-missing'
      return keys.refusal() === null ? null : 'encryption-keys-unreadable'
    },
    announceStop,
    isStopping: () => isStopping,
    async close() {
      announceStop()
      await mail.abandonRequests()
      await mail.stop()
      await serviceKeyAuthentication.close()
      await storage.close()
    },
  }
}

/** Opens the database even if its keys are lost. For commands only: the server refuses such a database. */
export function openSealedStorage(config: Config) {
  const { encryptionKeysFile: file, databaseFile } = config
  const { sealedValues, withKeyFileLocked, requireFittingKeys, close } = openStorage(databaseFile)
  const keys = readKeysIfThere(file)
  return {
    sealedValues,
    keys,
    vault: createOpener(keys),
    close,
    requireFittingKeys: () => {
      if (!isThere(file)) throw missingKeyFile(file)
      requireFittingKeys(keys)
    },
    /**
     * The new file gets the owner of the database file, who runs the server. Returns the key's ID; null if a file
     * exists.
     */
    makeMissingKeyFile: (): string | null =>
      isThere(file) ? null : withKeyFileLocked(({ isTaken }) => makeKeyFile(file, isTaken, statSync(databaseFile))),
  }
}

/** Verifies and restores backups. Does not open the current database, which may be damaged or missing. */
export function openBackups(config: Config) {
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
    putBack: (copy: string, event: AuditEvent) => putBack(copy, config.databaseFile, event),
  }
}
