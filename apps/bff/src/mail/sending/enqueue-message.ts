import { type Message, type SendMessage, sendMessageSchema } from '@office365-email/shared/message'
import { Problem } from '../../ground/problem.ts'
import { secretOf } from '../../ground/secrets/secret.ts'
import type { SealedPlace, Vault } from '../../ground/secrets/vault.ts'
import type { Office365Configuration } from '../configuration/office365-configuration.ts'
import { mailboxOf } from '../configuration/office365-configuration.ts'
import type { Office365ConfigurationStore } from '../configuration/office365-configuration-store.ts'
import { readSender } from './current-sender.ts'
import { withdrawnDelivery } from './delivery-problem.ts'
import type { IdempotencyRecord } from './idempotency-store.ts'
import type { NewMessage } from './message-record.ts'
import type { MessageStore } from './message-store.ts'
import type { Outbox } from './outbox.ts'
import type { QueueLimits } from './outbox-store.ts'

export interface EnqueueDependencies {
  configurations: Office365ConfigurationStore
  messages: MessageStore
  outbox: Outbox
  vault: Vault
  config: { queueLimits: QueueLimits }
}

const retryAfterSeconds = 30

export interface Enqueued {
  configuration: Office365Configuration
  described: NewMessage
  content: SendMessage
  idempotency: IdempotencyRecord | null
}

/** The place that the body of a queued message is sealed for. */
export const messagePlace = (botId: string, messageId: string): SealedPlace => ({
  botId,
  field: `message/${messageId}`,
  version: 1,
})

/** The body of a queued message. Throws `secret-unreadable` if it does not open. */
export async function openMessage(vault: Vault, sealed: string, place: SealedPlace): Promise<SendMessage> {
  return sendMessageSchema.parse(JSON.parse((await vault.open(sealed, place)).reveal()))
}

/**
 * Stores the message, its sealed body and the caller's key in one transaction, if the queue has room for it; what
 * follows happens by itself.
 */
export async function enqueueMessage(
  { configurations, messages, outbox, vault, config }: EnqueueDependencies,
  { configuration, described, content, idempotency }: Enqueued,
  now: Date,
): Promise<void> {
  const { id, botId } = described
  const sealed = await vault.seal(secretOf(JSON.stringify(content)), messagePlace(botId, id))
  const takenAt = now.getTime()
  const message: Message = { ...described, state: 'queued', settledAt: null, attempts: 0, microsoft: null }
  const queued = {
    mailbox: mailboxOf(configuration),
    sealedMessage: sealed.sealedSecret,
    sealedWith: sealed.sealedWith,
    nextAttemptAt: takenAt,
    takenAt,
  }
  const options = { idempotency, limits: config.queueLimits }
  let sender = configuration
  let outcome = await messages.enqueue(message, sender, queued, options)
  while (outcome === 'outdated') {
    const current = await readSender(configurations, configuration)
    if (typeof current === 'string') throw withdrawnDelivery(null, current)
    sender = current
    outcome = await messages.enqueue(message, sender, queued, options)
  }
  if (outcome === 'full')
    throw new Problem('bot-busy', {
      detail: 'The queue is full. The message was not stored: send it again after the time in Retry-After.',
      retryAfterSeconds,
    })
  outbox.wake(botId)
}
