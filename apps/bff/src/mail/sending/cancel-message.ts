import type { RequestContext } from '../../ground/request-context.ts'
import type { Message } from './message.ts'
import type { MessageStore } from './message-store.ts'
import type { QueueStore } from './queue-store.ts'
import { type MessageReference, notPossible, requireMessage } from './require-message.ts'

interface Dependencies {
  messages: MessageStore
  queueStore: QueueStore
}

/** Cancels a queued message that was not submitted to Microsoft yet. */
export async function cancelMessage(
  { messages, queueStore }: Dependencies,
  context: RequestContext,
  reference: MessageReference,
): Promise<Message> {
  await requireMessage(messages, reference)
  const isCancelled = await queueStore.cancel(reference.messageId, context.now.toISOString())
  const message = await requireMessage(messages, reference)
  if (!isCancelled) throw notPossible(`Only a queued message can be canceled; this one is ${message.state}.`)
  return message
}
