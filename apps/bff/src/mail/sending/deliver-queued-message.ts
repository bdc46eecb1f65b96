import { diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import { Problem } from '../../ground/problem.ts'
import type { Vault } from '../../ground/secrets/vault.ts'
import type { ConfigurationReference } from '../configuration/office365-configuration.ts'
import { mailboxOf } from '../configuration/office365-configuration.ts'
import { type DeliveryDependencies, deliverMessage } from './deliver-message.ts'
import { messageEncryptionContext, openMessage } from './enqueue-message.ts'
import { buildGraphMessage } from './graph-message.ts'
import { createQueuedRecord, expiredAfter } from './message-record.ts'
import type { DueMessage, QueueStore } from './queue-store.ts'
import { longestWaitMs } from './retry-schedule.ts'

/** No caller waits, so the budget covers the longest time that a response from Microsoft may take. */
const budgetMs = 65_000

const unreadableRetrySeconds = 60

export interface QueuedDeliveryDependencies extends DeliveryDependencies {
  queueStore: QueueStore
  vault: Vault
}

/** Makes one attempt to deliver a queued message. If it certainly was not sent, it is queued again for later. */
export async function deliverQueuedMessage(
  dependencies: QueuedDeliveryDependencies,
  botId: string,
  messageId: string,
): Promise<void> {
  const { configurations, queueStore, messages, mailCounter, vault, clock } = dependencies
  const due = await queueStore.read(botId, messageId)
  if (due?.message.state !== 'queued') return

  const giveUp = async (diagnosis: Diagnosis) => {
    const { attempts } = due.message
    const settledAt = clock().toISOString()
    const result = { state: 'failed', settledAt, attempts, requestId: null, diagnosis, change: null } as const
    if (await messages.settle(messageId, result)) mailCounter.settled(due.message, 'failed', settledAt)
  }
  const configuration = await configurations.read(botId)
  if (configuration.state === 'unconfigured' || mailboxOf(configuration) !== due.mailbox)
    return await giveUp(diagnoseOwn('configuration_changed'))
  if (clock().getTime() - due.takenAt >= longestWaitMs) return await giveUp(expiredAfter(due.message.diagnosis))

  const deliver = () =>
    deliverMessage(dependencies, {
      configuration,
      record: createQueuedRecord(dependencies, due),
      readBody: async () => {
        const content = await openMessage(vault, due.sealedMessage, messageEncryptionContext(botId, messageId))
        return await buildGraphMessage(content, configuration.userEmail)
      },
      deadline: performance.now() + budgetMs,
      retries: false,
    })
  try {
    const delivery = await deliver()
    if (delivery.outcome === 'busy' || delivery.outcome === 'paused')
      await waitLonger(dependencies, configuration, due, delivery.retryAfterSeconds)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    // An older version accepted the message. Tried again, it would only keep the others from being sent.
    if (error.slug === 'invalid-request' || error.slug === 'payload-too-large')
      return await giveUp(diagnoseOwn('message_outdated'))
    if (error.slug !== 'secret-unreadable') throw error
    // The key may be restored, or the secret entered again. Until then, the message waits and shows why.
    await waitLonger(
      dependencies,
      configuration,
      due,
      unreadableRetrySeconds,
      error.details.diagnosis ?? diagnoseOwn('message_unreadable'),
    )
  }
}

/** Postpones a message that could not be tried now. This does not count as an attempt. */
async function waitLonger(
  { queueStore, clock }: QueuedDeliveryDependencies,
  sender: ConfigurationReference,
  { message, failures }: DueMessage,
  seconds: number,
  diagnosis: Diagnosis | null = message.diagnosis ?? null,
): Promise<void> {
  const postponement = {
    nextAttemptAt: clock().getTime() + seconds * 1_000,
    failures,
    attempts: message.attempts,
    diagnosis,
  }
  await queueStore.postpone(message.id, postponement, sender)
}
