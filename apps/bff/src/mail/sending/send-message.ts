import type { SendMessage, Warning } from '@office365-email/shared/send-message'
import type { SendingLimit } from '../../ground/http/principal.ts'
import type { RequestContext } from '../../ground/request-context.ts'
import type { Office365Configuration } from '../configuration/office365-configuration.ts'
import { requireSecret } from '../configuration/open-secret.ts'
import { requireConfiguration } from '../configuration/require-configuration.ts'
import type { MailBody } from '../microsoft/mail-submission.ts'
import { type DeliveryDependencies, deliverMessage } from './deliver-message.ts'
import { deliveryProblem, unknownDelivery } from './delivery-problem.ts'
import { type EnqueueDependencies, enqueueMessage } from './enqueue-message.ts'
import { buildGraphMessage } from './graph-message.ts'
import { type FirstRecord, type Idempotency, runOnce } from './idempotency.ts'
import type { IdempotencyRecord } from './idempotency-store.ts'
import { mendMessage } from './mending/mend-message.ts'
import type { Message } from './message.ts'
import { createMessageRecord, type MessageRecord, type NewMessage } from './message-record.ts'
import type { Sending } from './sending.ts'

/** The longest time that a caller waits for Microsoft's response. */
const budgetMs = 25_000

export interface SendDependencies extends DeliveryDependencies, EnqueueDependencies {
  idempotency: Idempotency
  sending: Sending
}

export interface SendRequest {
  botId: string
  message: SendMessage
  idempotencyKey: string | null
  /** Return as soon as the message is stored, and deliver it afterward. */
  isAsynchronous: boolean
  /** Enforces what the service key may send. */
  limit?: SendingLimit | undefined
  traceparent?: string | undefined
}

type Result = { id: string } & ({ state: 'accepted'; requestId: string | null } | { state: 'queued' | 'simulated' })
export type SendResult = Result & { isReplayed: boolean; warnings: Warning[] }

const describe = (context: RequestContext, { botId, message }: SendRequest): NewMessage => {
  const { to, cc, bcc, subject } = message
  const source = { kind: 'service', name: context.actor.name } as const
  return { id: context.newId(), botId, source, to, cc, bcc, subject, createdAt: context.now.toISOString() }
}

/** Repeats the first response, or returns the result if it was not known at that time. */
function repeat(answer: IdempotencyRecord['answer'], { id, state, microsoft, diagnosis }: Message): Result {
  if (answer === 'queued') return { id, state: 'queued' }
  if (state === 'accepted') return { id, state, requestId: microsoft?.requestId ?? null }
  if (state === 'simulated') return { id, state }
  throw unknownDelivery(id, diagnosis, { isReplayed: true })
}

/** Sends from the bot's mailbox. Returns after Microsoft's response, or when the message is stored durably. */
export async function sendMessage(
  dependencies: SendDependencies,
  context: RequestContext,
  request: SendRequest,
): Promise<SendResult> {
  const { botId, message: submitted, idempotencyKey: key } = request
  const { message, warnings } = await mendMessage(submitted)
  const { result, isReplayed } = await runOnce(dependencies.idempotency, context, {
    botId,
    key,
    // The fingerprint is of what was submitted: what is mended may change with the next version of the server.
    request: submitted,
    work: (record) => sendOnce(dependencies, context, { ...request, message }, record),
    repeat: (first, answer) => repeat(answer, first),
  })
  return { ...result, isReplayed, warnings }
}

async function sendOnce(
  dependencies: SendDependencies,
  context: RequestContext,
  request: SendRequest,
  key: FirstRecord | null,
): Promise<Result> {
  const deadline = performance.now() + budgetMs
  await dependencies.sending.requireOn()
  const configuration = await requireConfiguration(dependencies.configurations, request.botId)
  requireSecret(configuration)
  const body = await buildGraphMessage(request.message, configuration.userEmail)
  await request.limit?.(request.message, context.now)
  const described = describe(context, request)
  const { id } = described
  if (request.isAsynchronous) {
    const idempotency = key && { ...key, answer: 'queued' as const }
    const queued = { configuration, described, content: request.message, idempotency }
    await enqueueMessage(dependencies, queued, context.now)
    return { id, state: 'queued' }
  }
  const result = await deliverNow(dependencies, {
    configuration,
    body,
    record: createMessageRecord(dependencies, described, key && { ...key, answer: 'settled' }),
    deadline,
    traceparent: request.traceparent,
  })
  return { id, ...result }
}

interface Now {
  configuration: Office365Configuration
  body: MailBody
  record: MessageRecord
  deadline: number
  traceparent: string | undefined
}

async function deliverNow(
  dependencies: SendDependencies,
  { configuration, body, record, deadline, traceparent }: Now,
): Promise<{ state: 'accepted'; requestId: string | null } | { state: 'simulated' }> {
  const delivery = await deliverMessage(dependencies, {
    configuration,
    record,
    readBody: () => body,
    deadline,
    retries: true,
    traceparent,
  })
  if (delivery.outcome === 'accepted') return { state: 'accepted', requestId: delivery.requestId }
  if (delivery.outcome === 'simulated') return { state: 'simulated' }
  throw deliveryProblem(record.messageId, delivery)
}
