import type { SendMessage } from '@office365-email/shared/message'
import { secretOf } from '../../secrets/secret.ts'
import type { SealedPlace, Vault } from '../../secrets/vault.ts'
import type { Office365Configuration } from '../office365-configuration/office365-configuration.ts'
import type { IdempotencyRecord } from './idempotency-store.ts'
import type { NewMessage } from './message-record.ts'
import type { MessageStore } from './message-store.ts'
import type { Outbox } from './outbox.ts'
import { mailboxOf } from './withdrawn.ts'

interface Dependencies {
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
  { messages, outbox, vault }: Dependencies,
  { configuration, described, content, idempotency }: Enqueued,
  now: Date,
): Promise<void> {
  const { id, botId } = described
  const sealed = await vault.seal(secretOf(JSON.stringify(content)), messagePlace(botId, id))
  const takenAt = now.getTime()
  await messages.insert(
    { ...described, state: 'queued', settledAt: null, attempts: 0, microsoft: null },
    {
      queued: {
        mailbox: mailboxOf(configuration),
        sealedMessage: sealed.sealedSecret,
        sealedWith: sealed.sealedWith,
        nextAttemptAt: takenAt,
        takenAt,
      },
      ...(idempotency && { idempotency }),
    },
  )
  outbox.wake(botId)
}
