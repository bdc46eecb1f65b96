import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { apiBasePath } from '@office365-email/shared/endpoint'
import { sessionEndpoints } from '@office365-email/shared/endpoints/session'
import type { Logger } from 'pino'
import type { Config } from './config/config.ts'
import { type AuditEvent, auditEvent } from './ground/audit/audit-event.ts'
import type { AuditStore } from './ground/audit/audit-store.ts'
import type { StartupError } from './ground/exit-codes.ts'
import { createRequestContext } from './ground/request-context.ts'
import { addEncryptionKey, makeKeyFile, openKeyRing } from './ground/secrets/key-file.ts'
import { type KeyRing, missingKeyFile, readKeysIfThere } from './ground/secrets/key-ring.ts'
import { createOpener, createVault, type Vault } from './ground/secrets/vault.ts'
import type { AlertSender } from './mail/alerts/alert-sender.ts'
import type { AlertStateStore } from './mail/alerts/alert-state-store.ts'
import type { AlertWebhookStore } from './mail/alerts/alert-webhook-store.ts'
import { createWebhookSender } from './mail/alerts/webhook-sender.ts'
import { type AccessTokenCache, createAccessTokenCache } from './mail/configuration/access-token-cache.ts'
import type { ApplicationUseStore } from './mail/configuration/application-use-store.ts'
import type { Office365ConfigurationStore } from './mail/configuration/office365-configuration-store.ts'
import type { Office365DraftStore } from './mail/configuration/office365-draft-store.ts'
import { verifySealedValues } from './mail/encryption-keys/rotate-encryption-keys.ts'
import { nameOf, type SealedValues } from './mail/encryption-keys/sealed-values.ts'
import type { IntakeLinkStore } from './mail/intake-links/intake-link-store.ts'
import type { Entra } from './mail/microsoft/entra.ts'
import { createEntra } from './mail/microsoft/entra-client.ts'
import { createGraphMail, simulatedMail } from './mail/microsoft/graph-mail.ts'
import { createHttpClient } from './mail/microsoft/http-client.ts'
import type { MailSubmitter } from './mail/microsoft/mail-submission.ts'
import { deliverQueuedMessage } from './mail/sending/deliver-queued-message.ts'
import { createIdempotency, type Idempotency } from './mail/sending/idempotency.ts'
import { createLanes, type Lanes } from './mail/sending/lane.ts'
import { createMessageFingerprints } from './mail/sending/message-fingerprints.ts'
import type { MessageRetention } from './mail/sending/message-retention.ts'
import type { MessageStore } from './mail/sending/message-store.ts'
import { createMetrics, type Metrics } from './mail/sending/metrics.ts'
import type { QueueStore } from './mail/sending/queue-store.ts'
import { createQueueWorker, type QueueWorker } from './mail/sending/queue-worker.ts'
import { createSending, type Sending } from './mail/sending/sending.ts'
import type { SendingStore } from './mail/sending/sending-store.ts'
import type { BotStore } from './shell/bots/bot-store.ts'
import type { PersonStore } from './shell/people/person-store.ts'
import {
  createServiceKeyAuthentication,
  type ServiceKeyAuthentication,
} from './shell/service-keys/authenticate-service-key.ts'
import type { ServiceKeyStore } from './shell/service-keys/service-key-store.ts'
import type { IdentityProvider } from './shell/sessions/identity-provider.ts'
import { createOpenIdProvider } from './shell/sessions/open-id-provider.ts'
import type { SessionStore } from './shell/sessions/session-store.ts'
import type { SetUpLinkStore } from './shell/sessions/set-up-link-store.ts'
import { openStorage } from './storage/open-storage.ts'
import { openCopy, putBack } from './storage/sqlite/copy-database.ts'
import { lockDatabase } from './storage/sqlite/lock-database.ts'

/** Everything from outside that the features work with. */
export interface Dependencies {
  config: Config
  logger: Logger
  clock: () => Date
  webFolder: string
  /** Whoever copies that folder has both what is sealed and what opens it. */
  keysLieBesideDatabase: boolean
  audit: AuditStore
  bots: BotStore
  configurations: Office365ConfigurationStore
  drafts: Office365DraftStore
  applicationUses: ApplicationUseStore
  messages: MessageStore
  queueStore: QueueStore
  messageRetention: MessageRetention
  people: PersonStore
  sessions: SessionStore
  setUpLinks: SetUpLinkStore
  intakeLinks: IntakeLinkStore
  alertStates: AlertStateStore
  alertWebhooks: AlertWebhookStore
  alertSender: AlertSender
  serviceKeys: ServiceKeyStore
  serviceKeyAuthentication: ServiceKeyAuthentication
  vault: Vault
  encryptionKeys: KeyRing
  /** Writes a sound copy of the database, without the keys, into a new file; nothing is sent from it. */
  copyTo(file: string, at: Date): Promise<void>
  /** Refuses keys that do not fit the database, and notes the current one there. */
  checkEncryptionKeys(): void
  /** Puts a new key first in the key file. Returns its ID. */
  addEncryptionKey(): string
  sealedValues: SealedValues
  entra: Entra
  /** Null: people sign in with a password alone. */
  identityProvider: IdentityProvider | null
  /** What messages are handed to: Microsoft Graph, or nobody while sending is simulated. */
  mail: MailSubmitter
  graphMail: MailSubmitter
  sending: Sending
  sendingStore: SendingStore
  lanes: Lanes
  accessTokens: AccessTokenCache
  idempotency: Idempotency
  queueWorker: QueueWorker
  metrics: Metrics
  observer: Metrics
  /** What the storage met that no repetition can mend: from then on each use of it fails, and the process has to end. */
  storageFault: {
    current(): StartupError | null
    happened: Promise<StartupError>
  }
  /** Why no traffic should come here now; null if it may. */
  readiness(): Promise<string | null>
  /** From now on `readiness` says no, and no message is handed over that is not in a lane already. */
  announceStop(): void
  isStopping(): boolean
  /** Ends what waits for an answer from outside. A message that was handed over without one is `unknown`. */
  letGo(): Promise<void>
  close(): Promise<void>
}

const builtWeb = join(import.meta.dirname, '../../web/dist')

function firstUseOf({ current }: KeyRing, now: Date): AuditEvent {
  const context = createRequestContext({ kind: 'system', id: 'server', name: 'server' }, now)
  const details = { keyId: current.id, fingerprint: current.fingerprint }
  return auditEvent(context, 'encryption-key.first-used', { details })
}

/** Keeps other servers away from the database. The answered function lets them in again. */
export const lockStorage = ({ databaseFile }: Config): (() => void) => lockDatabase(databaseFile)

/** The composition root: the only file that knows storage, secrets and Microsoft together. */
export function openDependencies(config: Config, logger: Logger, clock = () => new Date()): Dependencies {
  const storage = openStorage(config.databaseFile)
  const keys = openKeyRing(config.encryptionKeysFile, {
    databaseIsEmpty: storage.isEmpty(),
    onRefused: (reason) => logger.error({ reason }, 'the changed key file is not taken up'),
  })
  const checkEncryptionKeys = () => storage.checkEncryptionKeys(keys, firstUseOf(keys, clock()))
  checkEncryptionKeys()
  const vault = createVault(keys)
  const http = createHttpClient()
  const lanes = createLanes()
  const sending = createSending(config.sending, storage.sendingStore)
  const sources = {
    laneDepth: () => lanes.depth(),
    queue: () => storage.queueStore.usage(),
    sending: async () => (await sending.read()).state,
  }
  const metrics = createMetrics(sources, config.queueLimits)
  const alertSender = createWebhookSender(config.alertWebhookHosts)
  const entra = createEntra(http, config.microsoft, (outcome, application) => {
    metrics.signIn(outcome)
    if (outcome !== 'unreachable') accessTokens.reached(application)
  })
  const accessTokens = createAccessTokenCache({ entra, vault })
  const graphMail = createGraphMail(http, config.microsoft)
  const mail = config.sending === 'simulate' ? simulatedMail : graphMail
  const delivery = { ...storage, vault, mail, lanes, accessTokens, observer: metrics, clock }
  const serviceKeyAuthentication = createServiceKeyAuthentication(storage.serviceKeys)
  const queueWorker = createQueueWorker(
    storage.queueStore,
    (botId, messageId) => deliverQueuedMessage(delivery, botId, messageId),
    clock,
    () => sending.isOff(),
  )
  let isStopping = false
  const announceStop = () => {
    isStopping = true
    lanes.close()
  }
  const letGo = async () => {
    await Promise.all([http.close(), alertSender.close()])
  }

  return {
    ...storage,
    config,
    logger,
    clock,
    webFolder: builtWeb,
    keysLieBesideDatabase: dirname(resolve(config.databaseFile)) === dirname(resolve(config.encryptionKeysFile)),
    serviceKeyAuthentication,
    vault,
    encryptionKeys: keys,
    checkEncryptionKeys,
    addEncryptionKey: () => storage.withKeyFileLocked((guard) => addEncryptionKey(config.encryptionKeysFile, guard)),
    entra,
    alertSender,
    identityProvider:
      config.identityProvider &&
      createOpenIdProvider(
        config.identityProvider,
        `${config.publicUrl}${apiBasePath}${sessionEndpoints.finishIdentitySignIn.path}`,
      ),
    mail,
    graphMail,
    sending,
    lanes,
    accessTokens,
    idempotency: createIdempotency(storage.idempotencyStore, createMessageFingerprints(keys)),
    queueWorker,
    metrics,
    observer: metrics,
    storageFault: storage.faults,
    async readiness() {
      if (isStopping) return 'shutting-down'
      if (!storage.isUsable()) return 'storage-unavailable'
      return storage.isKeyMissing(keys) ? 'encryption-key-missing' : null
    },
    announceStop,
    isStopping: () => isStopping,
    letGo,
    async close() {
      announceStop()
      await letGo()
      await queueWorker.stop()
      await serviceKeyAuthentication.close()
      await storage.close()
    },
  }
}

/** The database of which keys may be lost: nothing is refused, and nothing is served. */
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
      if (!existsSync(file)) throw missingKeyFile(file)
      requireFittingKeys(keys)
    },
    /** For the user of the database, who runs the server. Returns the ID of the key; null if there is a file. */
    makeMissingKeyFile: (): string | null =>
      existsSync(file) ? null : withKeyFileLocked(({ isTaken }) => makeKeyFile(file, isTaken, statSync(databaseFile))),
  }
}

/** What backups are proved and restored with. Does not open the database itself, which may be damaged or missing. */
export function openBackups(config: Config) {
  const keys = openKeyRing(config.encryptionKeysFile, { databaseIsEmpty: false })
  const vault = createVault(keys)
  return {
    currentKey: keys.current,
    /** Opens every sealed value of a copy. */
    async verify(copy: string): Promise<{ opened: number; unreadable: string[] }> {
      const { sealedValues, close } = openCopy(copy)
      try {
        const { opened, unreadable } = await verifySealedValues({ sealedValues, vault })
        return { opened, unreadable: unreadable.map(nameOf) }
      } finally {
        close()
      }
    },
    putBack: (copy: string, event: AuditEvent) => putBack(copy, config.databaseFile, event),
  }
}
