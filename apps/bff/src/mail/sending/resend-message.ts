import { auditEvent } from '../../ground/audit/audit-event.ts'
import type { SendingLimit } from '../../ground/http/principal.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { Office365ConfigurationStore } from '../configuration/office365-configuration-store.ts'
import { requireSecret } from '../configuration/open-secret.ts'
import { requireConfiguration } from '../configuration/require-configuration.ts'
import {
  type EnqueueDependencies,
  enqueueMessage,
  messageEncryptionContext,
  openMessage,
  refusedResend,
} from './enqueue-message.ts'
import { type FirstRecord, type Idempotency, runOnce } from './idempotency.ts'
import type { Message } from './message.ts'
import type { NewMessage } from './message-record.ts'
import type { QueueStore } from './queue-store.ts'
import { type MessageReference, notPossible, requireMessage } from './require-message.ts'
import type { Sending } from './sending.ts'

export interface ResendDependencies extends EnqueueDependencies {
  configurations: Office365ConfigurationStore
  queueStore: QueueStore
  sending: Sending
  idempotency: Idempotency
}

interface Resend extends MessageReference {
  /** The message was already sent again, and the caller knows it. */
  again: boolean
  idempotencyKey: string | null
  /** Enforces what the service key may send. */
  limit?: SendingLimit | undefined
}

/** The first response did not know the result yet. */
function asQueued({ diagnosis: _, ...message }: Message): Message {
  return { ...message, state: 'queued', settledAt: null, attempts: 0, microsoft: null }
}

/** Makes a new message from a failed or unknown one, once for each key. The old one stays unchanged. */
export async function resendMessage(
  dependencies: ResendDependencies,
  context: RequestContext,
  resend: Resend,
): Promise<{ result: Message; isReplayed: boolean }> {
  const { botId, messageId, again, idempotencyKey: key } = resend
  return await runOnce(dependencies.idempotency, context, {
    botId,
    key,
    request: { operation: 'resend', about: messageId, choice: again ? 'again' : undefined },
    work: (record) => resendOnce(dependencies, context, resend, record),
    repeat: asQueued,
  })
}

async function resendOnce(
  dependencies: ResendDependencies,
  context: RequestContext,
  { again, limit, ...reference }: Resend,
  key: FirstRecord | null,
): Promise<Message> {
  const { configurations, messages, queueStore, vault, sending } = dependencies
  const { botId, messageId } = reference
  await sending.requireOn()
  const original = await requireMessage(messages, reference)
  if (original.state !== 'failed' && original.state !== 'unknown') throw refusedResend(original.state)
  const kept = await queueStore.read(botId, messageId)
  if (!kept) throw notPossible('The body of this message is not stored, or no longer stored. Send a new message.')
  const configuration = await requireConfiguration(configurations, botId)
  requireSecret(configuration)
  const content = await openMessage(vault, kept.sealedMessage, messageEncryptionContext(botId, messageId))
  await limit?.(content, context.now)
  const { to, cc, bcc, subject } = original
  const described: NewMessage = {
    id: context.newId(),
    botId,
    source: { kind: context.actor.kind === 'person' ? 'person' : 'service', name: context.actor.name },
    to,
    cc,
    bcc,
    subject,
    createdAt: context.now.toISOString(),
    resendOf: messageId,
  }
  const event = auditEvent(context, 'message.resent', {
    botId,
    details: { messageId: described.id, resendOf: messageId },
  })
  const idempotency = key && { ...key, answer: 'queued' as const }
  const queued = { configuration, described, content, idempotency, resend: { event, again } }
  await enqueueMessage(dependencies, queued, context.now)
  return { ...described, state: 'queued', settledAt: null, attempts: 0, microsoft: null }
}
