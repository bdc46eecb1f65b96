import { diagnoseOwn } from '@office365-email/shared/diagnosis/diagnose'
import type { Diagnosis } from '@office365-email/shared/diagnosis/diagnosis'
import { titleOf } from '@office365-email/shared/diagnosis/present-diagnosis'
import { Problem, type ProblemDetails } from '../../ground/problem.ts'
import type { Withdrawal } from './current-sender.ts'
import type { Delivery } from './delivery-steps.ts'

const busyDetail = 'Too many messages of this bot are waiting. Send again after the time in Retry-After.'
const pausedDetail =
  'Microsoft asked this server to wait longer than a request may take. The message was not sent: send it again later.'
const stoppingDetail = 'The server is stopping. The message was not sent: send it again after the time in Retry-After.'
const unknownDetail =
  'The server submitted the message to Microsoft and got no clear response. The message may or may not have been sent. The server does not send it again.'

export const unknownDelivery = (
  messageId: string,
  diagnosis: Diagnosis | undefined,
  { isReplayed = false } = {},
): Problem =>
  new Problem('delivery-unknown', { detail: unknownDetail, messageId, isReplayed, ...(diagnosis && { diagnosis }) })

const replacedDetail =
  'Another mailbox was configured before the server submitted the message to Microsoft. The message was not sent. Send it again if the new mailbox should send it.'

/** `messageId` is null if the message was not recorded. */
export function withdrawnDelivery(messageId: string | null, reason: Withdrawal): Problem {
  const recorded = messageId === null ? {} : { messageId }
  return reason === 'removed'
    ? new Problem('not-configured', {
        detail:
          'The configuration was removed before the server submitted the message to Microsoft. The message was not sent.',
        ...recorded,
      })
    : new Problem('not-possible-now', {
        detail: replacedDetail,
        diagnosis: diagnoseOwn('configuration_changed'),
        ...recorded,
      })
}

/** The problem that a waiting caller gets for a message that Microsoft did not accept. */
export function deliveryProblem(
  messageId: string,
  delivery: Exclude<Delivery, { outcome: 'accepted' | 'simulated' }>,
): Problem {
  switch (delivery.outcome) {
    case 'busy':
      return new Problem('bot-busy', { detail: busyDetail, retryAfterSeconds: delivery.retryAfterSeconds })
    case 'paused':
      return new Problem('microsoft-throttled', { detail: pausedDetail, retryAfterSeconds: delivery.retryAfterSeconds })
    case 'stopping':
      return new Problem('shutting-down', { detail: stoppingDetail, retryAfterSeconds: delivery.retryAfterSeconds })
    case 'cancelled':
      throw new Error('only a queued message can be canceled')
    case 'withdrawn':
      return withdrawnDelivery(delivery.isRecorded ? messageId : null, delivery.reason)
    case 'unknown':
      return unknownDelivery(messageId, delivery.diagnosis)
    default:
      return certainProblem(messageId, delivery)
  }
}

type CertainlyNotSent = Extract<Delivery, { outcome: 'rejected' | 'throttled' | 'unreachable' }>

function certainProblem(messageId: string, delivery: CertainlyNotSent): Problem {
  const { diagnosis } = delivery
  const details = (detail: string): ProblemDetails => ({
    detail,
    diagnosis,
    messageId,
    ...('retryAfterSeconds' in delivery && { retryAfterSeconds: delivery.retryAfterSeconds }),
  })
  switch (delivery.outcome) {
    case 'rejected':
      return new Problem('microsoft-rejected', details(`${titleOf(diagnosis)}. The message was not sent.`))
    case 'throttled':
      return new Problem(
        'microsoft-throttled',
        details(
          diagnosis.owner === 'this-server'
            ? `${titleOf(diagnosis)}. The message was not sent: send it again later.`
            : 'Microsoft asked this server to wait. The message was not sent: send it again later.',
        ),
      )
    case 'unreachable':
      return new Problem(
        'microsoft-unreachable',
        details('The server cannot reach Microsoft. The message was not sent: send it again later.'),
      )
  }
}
