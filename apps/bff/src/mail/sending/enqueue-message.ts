import type { MessageState } from '@office365-email/shared/message'
import type { SendMessage } from '@office365-email/shared/send-message'
import { Problem } from '../../ground/problem.ts'
import { secretOf } from '../../ground/secrets/secret.ts'
import type { EncryptionContext, Vault } from '../../ground/secrets/vault.ts'
import type { Office365Configuration } from '../configuration/office365-configuration.ts'
import { mailboxOf } from '../configuration/office365-configuration.ts'
import type { Office365ConfigurationStore } from '../configuration/office365-configuration-store.ts'
import { readSender } from './current-sender.ts'
import { withdrawnDelivery } from './delivery-problem.ts'
import { inProgress } from './idempotency.ts'
import type { NewIdempotencyRecord } from './idempotency-store.ts'
import { mendMessage } from './mending/mend-message.ts'
import type { Message } from './message.ts'
import type { NewMessage } from './message-record.ts'
import type { EnqueueOptions, MessageStore } from './message-store.ts'
import type { QueueLimits } from './queue-store.ts'
import type { QueueWorker } from './queue-worker.ts'
import { notPossible } from './require-message.ts'

export interface EnqueueDependencies {
  configurations: Office365ConfigurationStore
  messages: MessageStore
  queueWorker: QueueWorker
  vault: Vault
  config: { queueLimits: QueueLimits }
}

const retryAfterSeconds = 30

export interface Enqueued {
  configuration: Office365Configuration
  described: NewMessage
  content: SendMessage
  idempotency: NewIdempotencyRecord | null
  resend?: EnqueueOptions['resend']
}

const alreadyResent = (messageId: string) => {
  const detail = `This message was already sent again. To send it once more, set "again" to true.`
  return new Problem('not-possible-now', { detail, messageId, errors: [{ pointer: '/again', detail }] })
}

export const refusedResend = (state: MessageState): Problem =>
  notPossible(`A message that is ${state} cannot be sent again.`)

/** The encryption context of the body of a queued message. */
export const messageEncryptionContext = (botId: string, messageId: string): EncryptionContext => ({
  botId,
  field: `message/${messageId}`,
  version: 1,
})

/**
 * The body of a queued message, mended like one that is sent immediately. Throws `secret-unreadable` if it cannot be
 * opened.
 */
export async function openMessage(vault: Vault, sealed: string, place: EncryptionContext): Promise<SendMessage> {
  // Not parsed: `enqueueMessage` stored a valid message, and a later version may have stricter rules for new ones.
  const accepted = JSON.parse((await vault.open(sealed, place)).reveal()) as SendMessage
  return (await mendMessage(accepted)).message
}

/**
 * Stores the message, its sealed body and the caller's key in one transaction, if the queue has room for it. The queue
 * worker delivers it.
 */
export async function enqueueMessage(
  { configurations, messages, queueWorker, vault, config }: EnqueueDependencies,
  { configuration, described, content, idempotency, resend }: Enqueued,
  now: Date,
): Promise<void> {
  const { id, botId } = described
  const sealed = await vault.seal(secretOf(JSON.stringify(content)), messageEncryptionContext(botId, id))
  const takenAt = now.getTime()
  const message: Message = { ...described, state: 'queued', settledAt: null, attempts: 0, microsoft: null }
  const queued = {
    mailbox: mailboxOf(configuration),
    sealedMessage: sealed.sealedSecret,
    sealedWith: sealed.sealedWith,
    nextAttemptAt: takenAt,
    takenAt,
  }
  const options = { idempotency, limits: config.queueLimits, resend }
  let sender = configuration
  let outcome = await messages.enqueue(message, sender, queued, options)
  while (outcome === 'outdated') {
    const current = await readSender(configurations, configuration)
    if (typeof current === 'string') throw withdrawnDelivery(null, current)
    sender = current
    outcome = await messages.enqueue(message, sender, queued, options)
  }
  if (outcome === 'key-taken') throw inProgress()
  if (typeof outcome === 'object')
    throw 'resentAs' in outcome ? alreadyResent(outcome.resentAs) : refusedResend(outcome.originalState)
  if (outcome === 'full')
    throw new Problem('bot-busy', {
      detail: 'The queue is full. The message was not stored: send it again after the time in Retry-After.',
      retryAfterSeconds,
    })
  queueWorker.wake(botId)
}
