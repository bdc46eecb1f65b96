import type { MessageState } from '@office365-email/shared/message'
import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { MailCounter } from '../statistics/count-mail.ts'
import { type FirstRecord, type Idempotency, inProgress, runOnce } from './idempotency.ts'
import type { Message } from './message.ts'
import type { MessageResult, MessageStore } from './message-store.ts'
import { type MessageReference, notPossible, requireMessage } from './require-message.ts'

interface Dependencies {
  messages: MessageStore
  idempotency: Idempotency
  mailCounter: MailCounter
}

interface Resolution extends MessageReference {
  outcome: 'accepted' | 'failed'
  idempotencyKey: string | null
}

const alreadySettled = (state: MessageState) =>
  notPossible(`Only an unknown outcome can be settled; this message is ${state}.`)

/** Records the result that a person found out for an unknown message, once for each key. */
export async function resolveMessage(
  dependencies: Dependencies,
  context: RequestContext,
  resolution: Resolution,
): Promise<{ result: Message; isReplayed: boolean }> {
  const { botId, messageId, outcome, idempotencyKey: key } = resolution
  return await runOnce(dependencies.idempotency, context, {
    botId,
    key,
    request: { operation: 'resolve', about: messageId, choice: outcome },
    work: (record) => resolveOnce(dependencies, context, resolution, record),
    repeat: (message) => message,
  })
}

async function resolveOnce(
  { messages, mailCounter }: Dependencies,
  context: RequestContext,
  { outcome, idempotencyKey: _, ...reference }: Resolution,
  key: FirstRecord | null,
): Promise<Message> {
  const { state, attempts, microsoft, diagnosis, settledAt } = await requireMessage(messages, reference)
  if (state !== 'unknown') throw alreadySettled(state)
  const result: MessageResult = {
    state: outcome,
    settledAt: context.now.toISOString(),
    attempts,
    requestId: microsoft?.requestId ?? null,
    diagnosis: outcome === 'failed' ? (diagnosis ?? null) : null,
    change: null,
  }
  const { botId, messageId } = reference
  const event = auditEvent(context, 'message.resolved', { botId, details: { messageId, outcome } })
  const isSettled = await messages.settle(messageId, result, key && { ...key, answer: 'settled' }, event)
  if (isSettled === 'key-taken') throw inProgress()
  if (isSettled) mailCounter.clarified(reference.botId, outcome, settledAt ?? result.settledAt)
  const message = await requireMessage(messages, reference)
  // Another person or a late response from Microsoft settled it first.
  if (!isSettled) throw alreadySettled(message.state)
  return message
}
