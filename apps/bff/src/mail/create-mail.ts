import type { SendingMode } from '@office365-email/shared/sending'
import type { Hono } from 'hono'
import type { Logger } from 'pino'
import type { Environment } from '../ground/http/environment.ts'
import { serveEndpoints } from '../ground/http/serve-endpoints.ts'
import type { KeyRing } from '../ground/secrets/key-ring.ts'
import type { Vault } from '../ground/secrets/vault.ts'
import type { AlertStateStore } from './alerts/alert-state-store.ts'
import type { AlertWebhookStore } from './alerts/alert-webhook-store.ts'
import { startWatch, watchOnce } from './alerts/start-watch.ts'
import { createWebhookSender } from './alerts/webhook-sender.ts'
import { createAccessTokenCache } from './configuration/access-token-cache.ts'
import type { ApplicationUseStore } from './configuration/application-use-store.ts'
import type { Office365ConfigurationStore } from './configuration/office365-configuration-store.ts'
import type { Office365DraftStore } from './configuration/office365-draft-store.ts'
import { forgetIntakeSecrets } from './intake-links/approve-intake-link.ts'
import type { IntakeLinkStore } from './intake-links/intake-link-store.ts'
import type { MicrosoftHosts } from './microsoft/entra.ts'
import { createEntra } from './microsoft/entra-client.ts'
import { createGraphMail, simulatedMail } from './microsoft/graph-mail.ts'
import { createHttpClient } from './microsoft/http-client.ts'
import type { MailHost } from './ports.ts'
import { mailRoutes } from './routes.ts'
import { deliverQueuedMessage } from './sending/deliver-queued-message.ts'
import { createIdempotency } from './sending/idempotency.ts'
import type { IdempotencyStore } from './sending/idempotency-store.ts'
import { createLanes } from './sending/lane.ts'
import { createMessageFingerprints } from './sending/message-fingerprints.ts'
import { markInterruptedMessages } from './sending/message-record.ts'
import { forgetOldMessages, type MessageRetention } from './sending/message-retention.ts'
import type { MessageStore } from './sending/message-store.ts'
import { createMetrics } from './sending/metrics.ts'
import type { QueueLimits, QueueStore } from './sending/queue-store.ts'
import { createQueueWorker } from './sending/queue-worker.ts'
import { createSending } from './sending/sending.ts'
import type { SendingStore } from './sending/sending-store.ts'

export interface MailStorage {
  configurations: Office365ConfigurationStore
  drafts: Office365DraftStore
  applicationUses: ApplicationUseStore
  intakeLinks: IntakeLinkStore
  messages: MessageStore
  queueStore: QueueStore
  idempotencyStore: IdempotencyStore
  messageRetention: MessageRetention
  sendingStore: SendingStore
  alertStates: AlertStateStore
  alertWebhooks: AlertWebhookStore
}

export interface MailSettings {
  publicUrl: string
  microsoft: MicrosoftHosts
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
  logger: Logger
  clock: () => Date
}

export type Mail = ReturnType<typeof createMail>

/** The mail feature: its state in memory, its background work, and its endpoints for a host to serve. */
export function createMail({ storage, vault, encryptionKeys, config, logger, clock }: MailResources) {
  const http = createHttpClient()
  const lanes = createLanes()
  const sending = createSending(config.sending, storage.sendingStore)
  const metrics = createMetrics(
    {
      laneDepth: () => lanes.depth(),
      queue: () => storage.queueStore.usage(),
      sending: async () => (await sending.read()).state,
    },
    config.queueLimits,
  )
  const entra = createEntra(http, config.microsoft, (outcome, application) => {
    metrics.signIn(outcome)
    if (outcome !== 'unreachable') accessTokens.reached(application)
  })
  const accessTokens = createAccessTokenCache({ entra, vault })
  const graphMail = createGraphMail(http, config.microsoft)
  let isStopping = false
  const services = {
    ...storage,
    vault,
    encryptionKeys,
    config,
    logger,
    clock,
    entra,
    accessTokens,
    graphMail,
    /** Where messages are submitted to: Microsoft Graph, unless sending is simulated. */
    mail: config.sending === 'simulate' ? simulatedMail : graphMail,
    lanes,
    sending,
    observer: metrics,
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

  return {
    services,
    sending,
    queueWorker,
    metrics,
    /** Serves the endpoints below a path of the host. */
    serve(app: Hono<Environment>, basePath: string, host: MailHost): void {
      serveEndpoints(app, basePath, mailRoutes, { ...services, ...host, queueWorker }, host)
    },
    /**
     * Call before the first request. Marks messages that an ended process was sending as `unknown`; returns how many.
     */
    async prepare(now: Date): Promise<number> {
      const interrupted = await markInterruptedMessages(storage.messages, now)
      await sending.begin(now)
      return interrupted
    },
    /** Delivers queued messages, and watches secrets and mail, until `stop`. */
    async start(): Promise<void> {
      watch = startWatch(services)
      await queueWorker.start()
    },
    /** Runs one round of the watch: the checks whose moment is between the two times, and the resulting alerts. */
    watchOnce: (since: Date, now: Date) => watchOnce(services, since, now),
    /** Deletes messages and secrets of intake links that are past their retention time. */
    forgetExpired: (now: Date): Promise<unknown>[] => [
      forgetOldMessages(storage.messageRetention, now, config.messageRetentionDays),
      forgetIntakeSecrets(storage.intakeLinks, now),
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
      await Promise.all([queueWorker.stop(), watch?.stop()])
    },
  }
}
