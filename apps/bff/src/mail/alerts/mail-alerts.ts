import type { ChannelDelivery } from '@office365-email/shared/alert-channel'
import type { Alert } from '@office365-email/shared/alert-webhook'
import { sendMessageSchema } from '@office365-email/shared/send-message'
import { Problem } from '../../ground/problem.ts'
import { lacksSecret } from '../credentials/credential.ts'
import { type EnqueueDependencies, enqueueMessage } from '../sending/enqueue-message.ts'
import type { NewMessage } from '../sending/message-record.ts'
import type { Sending } from '../sending/sending.ts'
import { fit, omittedText, toMessage } from './alert-message.ts'
import type { ChannelTarget } from './channel-target.ts'

export interface MailAlertDependencies extends EnqueueDependencies {
  sending: Sending
}

interface MailedAlerts {
  target: Extract<ChannelTarget, { kind: 'email' }>
  alerts: readonly [Alert, ...Alert[]]
  id: string
  now: Date
  publicUrl: string
}

const maxSubject = 200

/** Plain text, so that a name cannot become a link or markup. */
function write(alerts: MailedAlerts['alerts'], publicUrl: string, to: string[]) {
  const { title, lines, omitted, url } = toMessage(alerts, publicUrl)
  const texts = lines.map((line) => `${line.text}\n${line.url}`)
  const rest = omitted > 0 ? [`${omittedText(omitted)}\n${url}`] : []
  const subject = fit(title, maxSubject)
  const text = [title, ...texts, ...rest].join('\n\n')
  return sendMessageSchema.parse({ to, subject, text, headers: { 'auto-submitted': 'auto-generated' } })
}

/**
 * Queues the alerts as one message of the bot. A message that fails later is in the bot's list of messages. If it fails
 * because of the bot's configuration, that is an alert about the bot, which its own channel does not get.
 */
export async function mailAlerts(
  dependencies: MailAlertDependencies,
  { target: { senderBotId, to }, alerts, id, now, publicUrl }: MailedAlerts,
): Promise<ChannelDelivery> {
  const failed = (excerpt: string): ChannelDelivery => ({
    at: now.toISOString(),
    outcome: 'failed',
    status: null,
    excerpt,
  })
  if (senderBotId === null) return failed('The bot that sends these alerts was deleted.')
  if (await dependencies.sending.isOff()) return failed('Sending is off on this server.')
  const configuration = await dependencies.configurations.read(senderBotId)
  if (configuration.state === 'unconfigured') return failed(`The bot ${senderBotId} is not set up to send mail.`)
  if (lacksSecret(configuration) || configuration.health.state === 'failing')
    return failed(`Mail from the bot ${senderBotId} fails too, so it cannot send alerts.`)
  const content = write(alerts, publicUrl, to)
  const described: NewMessage = {
    id,
    botId: senderBotId,
    source: { kind: 'system', name: 'Alerts' },
    to: content.to,
    cc: [],
    bcc: [],
    subject: content.subject,
    createdAt: now.toISOString(),
  }
  try {
    await enqueueMessage(dependencies, { configuration, described, content, idempotency: null }, now)
  } catch (error) {
    if (error instanceof Problem) return failed(error.details.detail)
    throw error
  }
  return {
    at: now.toISOString(),
    outcome: 'delivered',
    status: null,
    excerpt: `Queued as a message of the bot ${senderBotId}.`,
  }
}
