import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { MailCounter } from '../statistics/count-mail.ts'
import type { Message } from './message.ts'
import type { MessageStore } from './message-store.ts'
import type { QueueStore } from './queue-store.ts'
import { type MessageReference, notPossible, requireMessage } from './require-message.ts'

interface Dependencies {
  messages: MessageStore
  queueStore: QueueStore
  mailCounter: MailCounter
}

/** Cancels a queued message that was not submitted to Microsoft yet. */
export async function cancelMessage(
  { messages, queueStore, mailCounter }: Dependencies,
  context: RequestContext,
  reference: MessageReference,
): Promise<Message> {
  await requireMessage(messages, reference)
  const settledAt = context.now.toISOString()
  const { botId, messageId } = reference
  const event = auditEvent(context, 'message.cancelled', { botId, details: { messageId } })
  const isCancelled = await queueStore.cancel(messageId, settledAt, event)
  const message = await requireMessage(messages, reference)
  if (!isCancelled) throw notPossible(`Only a queued message can be canceled; this one is ${message.state}.`)
  mailCounter.settled(message, 'cancelled', settledAt)
  return message
}
