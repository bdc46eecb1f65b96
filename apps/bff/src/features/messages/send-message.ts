import type { SendMessage } from '@office365-email/shared/message'
import { Problem, type ProblemDetails } from '../../problem.ts'
import type { RequestContext } from '../audit/audit-event.ts'
import { requireConfiguration } from '../office365-configuration/require-configuration.ts'
import type { AccessTokenCache } from './access-token-cache.ts'
import { type Delivery, type DeliveryDependencies, deliverMessage } from './deliver-message.ts'
import { buildGraphMessage } from './graph-message.ts'

/** How long a caller waits at most for Microsoft's answer. */
const budgetMs = 25_000

export interface SendDependencies extends DeliveryDependencies {
  accessTokens: AccessTokenCache
}

export interface AcceptedMessage {
  id: string
  requestId: string | null
}

const busyDetail = 'Too many messages of this bot are waiting. Send again after the time in Retry-After.'

function problemOf(messageId: string, delivery: Exclude<Delivery, { outcome: 'accepted' }>): Problem {
  if (delivery.outcome === 'busy')
    return new Problem('bot-busy', { detail: busyDetail, retryAfterSeconds: delivery.retryAfterSeconds })
  if (delivery.outcome === 'paused')
    return new Problem('microsoft-throttled', {
      detail: 'Microsoft asked for a pause that is longer than a request may wait. Nothing was sent: send again later.',
      retryAfterSeconds: delivery.retryAfterSeconds,
    })
  const { diagnosis } = delivery
  const details = (detail: string, more?: Partial<ProblemDetails>) => ({ detail, diagnosis, messageId, ...more })
  switch (delivery.outcome) {
    case 'rejected':
      return new Problem('microsoft-rejected', details(`${diagnosis.title}. The message was not sent.`))
    case 'unknown':
      return new Problem(
        'delivery-unknown',
        details(
          'Microsoft was given the message and did not answer: it may or may not have been sent. It is not sent again.',
        ),
      )
    case 'throttled':
      return new Problem(
        'microsoft-throttled',
        details('Microsoft asks us to wait. The message was not sent: send it again later.', delivery),
      )
    case 'unreachable':
      return new Problem(
        'microsoft-unreachable',
        details('Microsoft cannot be reached. The message was not sent: send it again later.', delivery),
      )
  }
}

/** Sends from the bot's mailbox and answers once Microsoft has. */
export async function sendMessage(
  dependencies: SendDependencies,
  context: RequestContext,
  { botId, message }: { botId: string; message: SendMessage },
): Promise<AcceptedMessage> {
  const deadline = performance.now() + budgetMs
  const configuration = await requireConfiguration(dependencies.configurations, botId)
  const body = await buildGraphMessage(message, configuration.userEmail)
  const id = context.newId()
  const { to, cc, bcc, subject } = message
  const delivery = await deliverMessage(dependencies, {
    configuration,
    message: {
      id,
      botId,
      source: { kind: 'service', name: context.actor.name },
      to,
      cc,
      bcc,
      subject,
      createdAt: context.now.toISOString(),
    },
    body,
    acquireToken: () => dependencies.accessTokens.get(configuration),
    dropToken: (token) => dependencies.accessTokens.drop(configuration, token),
    deadline,
  })
  if (delivery.outcome === 'accepted') return { id, requestId: delivery.requestId }
  throw problemOf(id, delivery)
}
