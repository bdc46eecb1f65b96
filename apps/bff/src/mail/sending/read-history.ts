import type { MessageHistory as HistoryView } from '@office365-email/shared/message-history'
import type { AuditEvent } from '../../ground/audit/audit-event.ts'
import { presentMessage } from './message.ts'
import type { MessageHistory } from './message-history.ts'
import type { MessageStore } from './message-store.ts'
import { type MessageReference, requireMessage } from './require-message.ts'

interface Dependencies {
  messages: MessageStore
  messageHistory: MessageHistory
}

function presentAction({ at, actor, action, details }: AuditEvent): HistoryView['actions'][number] {
  const outcome = details['outcome'] === 'accepted' ? 'accepted' : 'failed'
  return { at, actor, action: action === 'message.cancelled' ? 'cancelled' : outcome }
}

/** What happened to a message, besides what it says itself. */
export async function readHistory(
  { messages, messageHistory }: Dependencies,
  reference: MessageReference,
  reader: { forService: boolean },
): Promise<HistoryView> {
  const { id } = await requireMessage(messages, reference)
  const { actions, resends, waiting } = await messageHistory.read(reference.botId, id)
  return {
    actions: actions.map(presentAction),
    resends: resends.map((message) => presentMessage(message, reader)),
    waiting: waiting && {
      nextAttemptAt: new Date(waiting.nextAttemptAt).toISOString(),
      failures: waiting.failures,
    },
  }
}
