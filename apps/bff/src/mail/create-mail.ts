import type { SendingMode } from '@office365-email/shared/sending'
import type { Hono } from 'hono'
import type { Logger } from 'pino'
import type { BackgroundJobs } from '../ground/background-jobs.ts'
import type { Environment } from '../ground/http/environment.ts'
import { serveEndpoints } from '../ground/http/serve-endpoints.ts'
import type { KeyRing } from '../ground/secrets/key-ring.ts'
import type { Vault } from '../ground/secrets/vault.ts'
import type { AlertChannelStore } from './alerts/alert-channel-store.ts'
import type { AlertConditionStore } from './alerts/alert-condition-store.ts'
import type { AlertStateStore } from './alerts/alert-state-store.ts'
import { startWatch, watchOnce } from './alerts/start-watch.ts'
import { createWebhookSender } from './alerts/webhook-sender.ts'
import { createAccessTokenCache } from './configuration/access-token-cache.ts'
import type { ApplicationUseStore } from './configuration/application-use-store.ts'
import type { Office365ConfigurationStore } from './configuration/office365-configuration-store.ts'
import type { Office365DraftStore } from './configuration/office365-draft-store.ts'
import type { CredentialKeyStore } from './credentials/credential.ts'
import type { ExpiringCredentialStore } from './expiring-credentials/expiring-credential-store.ts'
import { createOwnIssuer } from './federation/own-issuer.ts'
import { serveIssuer } from './federation/serve-issuer.ts'
import type { SigningKeyStore } from './federation/signing-key-store.ts'
import { createTokenFileIssuer } from './federation/token-file.ts'
import { forgetIntakeSecrets } from './intake-links/approve-intake-link.ts'
import type { IntakeLinkStore } from './intake-links/intake-link-store.ts'
import type { MicrosoftHosts } from './microsoft/entra.ts'
import { createEntra } from './microsoft/entra-client.ts'
import { createGraphMail, simulatedMail } from './microsoft/graph-mail.ts'
import { createHttpClient } from './microsoft/http-client.ts'
import type { PersonalDataStore } from './personal-data/personal-data-store.ts'
import type { MailHost, QuotaUse } from './ports.ts'
import { mailRoutes } from './routes.ts'
import type { MessageSearch } from './search/message-search.ts'
import { startIndexing } from './search/start-indexing.ts'
import { deliverQueuedMessage } from './sending/deliver-queued-message.ts'
import { createIdempotency } from './sending/idempotency.ts'
import type { IdempotencyStore } from './sending/idempotency-store.ts'
import { createLanes } from './sending/lane.ts'
import type { LaneSlots } from './sending/lane-slots.ts'
import { createMessageFingerprints } from './sending/message-fingerprints.ts'
import type { MessageHistory } from './sending/message-history.ts'
import { markInterruptedMessages } from './sending/message-record.ts'
import { forgetOldMessages, type MessageRetention } from './sending/message-retention.ts'
import type { MessageStore } from './sending/message-store.ts'
import { createMetrics } from './sending/metrics.ts'
import type { QueueLimits, QueueStore } from './sending/queue-store.ts'
import { createQueueWorker } from './sending/queue-worker.ts'
import { createResultWriter } from './sending/result-writer.ts'
import { createSending } from './sending/sending.ts'
import type { SendingStore } from './sending/sending-store.ts'
import { createSharedLanes } from './sending/shared-lanes.ts'
import { createMailCounter, forgetOldDays } from './statistics/count-mail.ts'
import type { StatisticsStore } from './statistics/statistics-store.ts'

export interface MailStorage {
  configurations: Office365ConfigurationStore
  credentialKeys: CredentialKeyStore
  signingKeys: SigningKeyStore
  drafts: Office365DraftStore
  applicationUses: ApplicationUseStore
  intakeLinks: IntakeLinkStore
  messages: MessageStore
  messageSearch: MessageSearch
  messageHistory: MessageHistory
  queueStore: QueueStore
  idempotencyStore: IdempotencyStore
  messageRetention: MessageRetention
  sendingStore: SendingStore
  statistics: StatisticsStore
  expiringCredentials: ExpiringCredentialStore
  alertStates: AlertStateStore
  alertConditions: AlertConditionStore
  alertChannels: AlertChannelStore
  personalData: PersonalDataStore
  /** Null if no other server uses the storage. */
  laneSlots: LaneSlots | null
  backgroundJobs: BackgroundJobs
}

export interface FederationSettings {
  /** The address of this server as an issuer, without a slash at its end. */
  issuerUrl: string
  /** A file with assertions of the platform, in place of our own; null if there is none. */
  tokenFile: string | null
}

export interface MailSettings {
  publicUrl: string
  microsoft: MicrosoftHosts
  federation: FederationSettings
  sending: SendingMode
  queueLimits: QueueLimits
  messageRetentionDays: number
  /** Hosts of the operator's own network, with their ports, that alert webhooks may use. */
  alertWebhookHosts: string[]
}

export interface MailResources {
  storage: MailStorage
  vault: Vault
  encryptionKeys: KeyRing
  config: MailSettings
  /** How many bots have each status. */
  countBots: () => Promise<Readonly<Record<string, number>>>
  /** How much the service keys of the host have used on the day of `now`. */
  quotas: (now: Date) => Promise<QuotaUse[]>
  logger: Logger
  clock: () => Date
}

export type Mail = ReturnType<typeof createMail>

/** The mail feature: its state in memory, its background work, and its endpoints for a host to serve. */
export function createMail({
  storage,
  vault,
  encryptionKeys,
  config,
  countBots,
  quotas,
  logger,
  clock,
}: MailResources) {
  const http = createHttpClient()
  const { laneSlots } = storage
  const lanes = laneSlots ? createSharedLanes(createLanes(), laneSlots) : createLanes()
  const sending = createSending(config.sending, storage.sendingStore)
  const metrics = createMetrics(
    {
      laneDepth: () => lanes.depth(),
      queue: () => storage.queueStore.usage(),
      sending: async () => (await sending.read()).state,
      bots: countBots,
    },
    config.queueLimits,
  )
  const entra = createEntra(http, config.microsoft, (outcome, application) => {
    metrics.signIn(outcome)
    if (outcome !== 'unreachable') accessTokens.reached(application)
  })
  const { credentialKeys, signingKeys } = storage
  const ownIssuer = createOwnIssuer({ url: config.federation.issuerUrl, signingKeys, vault, clock })
  const { tokenFile } = config.federation
  const issuer = tokenFile === null ? ownIssuer : createTokenFileIssuer(tokenFile)
  const accessTokens = createAccessTokenCache({ entra, vault, credentialKeys, issuer })
  const results = createResultWriter(logger)
  const mailCounter = createMailCounter(storage.statistics)
  const graphMail = createGraphMail(http, config.microsoft)
  let isStopping = false
  const services = {
    ...storage,
    vault,
    encryptionKeys,
    config,
    quotas,
    logger,
    clock,
    entra,
    issuer,
    ownIssuer,
    accessTokens,
    graphMail,
    /** Where messages are submitted to: Microsoft Graph, unless sending is simulated. */
    mail: config.sending === 'simulate' ? simulatedMail : graphMail,
    lanes,
    sending,
    results,
    observer: metrics,
    mailCounter,
    idempotency: createIdempotency(storage.idempotencyStore, createMessageFingerprints(encryptionKeys)),
    alertSender: createWebhookSender(config.alertWebhookHosts),
    isStopping: () => isStopping,
  }
  const queueWorker = createQueueWorker(
    storage.queueStore,
    (botId, messageId) => deliverQueuedMessage(services, botId, messageId),
    clock,
    () => sending.isOff(),
  )
  let watch: ReturnType<typeof startWatch> | null = null
  let indexing: ReturnType<typeof startIndexing> | null = null

  return {
    services,
    sending,
    queueWorker,
    metrics,
    /** Serves the endpoints below a path of the host. */
    serve(app: Hono<Environment>, basePath: string, host: MailHost): void {
      serveEndpoints(app, basePath, mailRoutes, { ...services, ...host, queueWorker }, host)
    },
    /** Serves the documents of the issuer below these paths of the host. */
    serveIssuer: (app: Hono<Environment>, prefixes: readonly string[]): void => serveIssuer(app, ownIssuer, prefixes),
    /** Call before the first request. */
    prepare: (now: Date): Promise<void> => sending.begin(now),
    /** Marks messages that an ended server was sending as `unknown`; returns how many. */
    markInterrupted: (now: Date): Promise<number> => markInterruptedMessages(storage.messages, now),
    /** Delivers queued messages, watches secrets and mail, and indexes messages, until `stop`. */
    async start(): Promise<void> {
      watch = startWatch({ ...services, queueWorker })
      mailCounter.start()
      indexing = startIndexing(services)
      await queueWorker.start()
    },
    /** Runs one round of the watch: the checks whose moment is between the two times, and the resulting alerts. */
    watchOnce: (since: Date, now: Date) => watchOnce({ ...services, queueWorker }, since, now),
    /** Deletes messages and secrets of intake links that are past their retention time. */
    forgetExpired: (now: Date): Promise<unknown>[] => [
      forgetOldMessages(storage.messageRetention, now, config.messageRetentionDays),
      forgetIntakeSecrets(storage.intakeLinks, now),
      forgetOldDays(storage.statistics, now),
    ],
    /** From now on, only messages that are already in a lane are submitted. */
    announceStop(): void {
      isStopping = true
      lanes.close()
    },
    /** Ends every outgoing request. A submitted message without a response becomes `unknown`. */
    async abandonRequests(): Promise<void> {
      await Promise.all([http.close(), services.alertSender.close()])
    },
    async stop(): Promise<void> {
      await Promise.all([queueWorker.stop(), watch?.stop(), indexing?.stop()])
      await mailCounter.stop()
    },
    /** Writes what was counted; otherwise, that happens every few seconds, and at the stop. */
    writeStatistics: (): Promise<void> => mailCounter.write(),
    /** Resolves when the result of every submitted message is recorded. */
    recordResults: (): Promise<void> => results.finish(),
  }
}
