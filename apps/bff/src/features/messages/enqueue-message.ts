import type { Message, SendMessage } from '@office365-email/shared/message'
import { secretOf } from '../../secrets/secret.ts'
import type { SealedPlace, Vault } from '../../secrets/vault.ts'
import type { Office365Configuration } from '../office365-configuration/office365-configuration.ts'
import type { Office365ConfigurationStore } from '../office365-configuration/office365-configuration-store.ts'
import { readSender } from './current-sender.ts'
import { withdrawnDelivery } from './delivery-problem.ts'
import type { IdempotencyRecord } from './idempotency-store.ts'
import type { NewMessage } from './message-record.ts'
import type { MessageStore } from './message-store.ts'
import type { Outbox } from './outbox.ts'
import { mailboxOf } from './withdrawn.ts'

interface Dependencies {
  configurations: Office365ConfigurationStore
  messages: MessageStore
  outbox: Outbox
  vault: Vault
}

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

/** Stores the message, its sealed body and the caller's key in one transaction; what follows happens by itself. */
export async function enqueueMessage(
  { configurations, messages, outbox, vault }: Dependencies,
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
  let sender = configuration
  while (!(await messages.insert(message, sender, { queued, ...(idempotency && { idempotency }) }))) {
    const current = await readSender(configurations, configuration)
    if (typeof current === 'string') throw withdrawnDelivery(null, current)
    sender = current
  }
  outbox.wake(botId)
}
