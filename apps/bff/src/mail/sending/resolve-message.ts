import type { RequestContext } from '../../ground/request-context.ts'
import type { Message } from './message.ts'
import type { MessageStore } from './message-store.ts'
import { type MessageReference, notPossible, requireMessage } from './require-message.ts'

/** Records the result that a person found out for an unknown message. */
export async function resolveMessage(
  { messages }: { messages: MessageStore },
  context: RequestContext,
  { outcome, ...reference }: MessageReference & { outcome: 'accepted' | 'failed' },
): Promise<Message> {
  const { state, attempts, microsoft, diagnosis } = await requireMessage(messages, reference)
  if (state !== 'unknown') throw notPossible(`Only an unknown outcome can be settled; this message is ${state}.`)
  await messages.settle(reference.messageId, {
    state: outcome,
    settledAt: context.now.toISOString(),
    attempts,
    requestId: microsoft?.requestId ?? null,
    diagnosis: outcome === 'failed' ? (diagnosis ?? null) : null,
    change: null,
  })
  return await requireMessage(messages, reference)
}
