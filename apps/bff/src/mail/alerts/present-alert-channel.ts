import type { AlertChannelView, senderProblems } from '@office365-email/shared/alert-channel'
import type { AlertWebhook } from '@office365-email/shared/alert-webhook'
import type { Office365ConfigurationStore } from '../configuration/office365-configuration-store.ts'
import type { Bots } from '../ports.ts'
import type { AlertChannel } from './alert-channel.ts'
import type { AlertChannelStore } from './alert-channel-store.ts'

export interface PresentDependencies {
  alertChannels: Pick<AlertChannelStore, 'countWaiting'>
  configurations: Pick<Office365ConfigurationStore, 'read'>
  bots: Bots
}

type SenderProblem = (typeof senderProblems)[number] | null

async function findSenderProblem(
  { configurations, bots }: PresentDependencies,
  { senderBotId, botIds }: AlertChannel,
): Promise<SenderProblem> {
  const sender = senderBotId === null ? null : await bots.read(senderBotId)
  if (sender === null) return 'deleted'
  const configuration = await configurations.read(sender.id)
  if (configuration.state === 'unconfigured') return 'not-configured'
  if (configuration.health.state === 'failing') return 'failing'
  const watched = await bots.list(botIds)
  return watched.some(({ id }) => id !== sender.id) ? null : 'only-bot'
}

async function presentEmail(
  dependencies: PresentDependencies,
  channel: AlertChannel,
): Promise<AlertChannelView['email']> {
  if (channel.kind !== 'email') return null
  const problem = await findSenderProblem(dependencies, channel)
  return { senderBotId: channel.senderBotId, to: channel.settings.to, problem }
}

/** What owners see: everything except the secret. */
export async function presentAlertChannel(
  dependencies: PresentDependencies,
  channel: AlertChannel,
  waiting: number,
): Promise<AlertChannelView> {
  const { id, version, kind, url, botIds, createdAt, createdBy, lastDelivery } = channel
  const { name, ending, hasToken, types, quietHours, collectMinutes } = channel.settings
  return {
    ...{ id, version, kind, name, createdAt, createdBy },
    address: kind === 'email' ? null : { host: new URL(url).host, ending, hasToken },
    email: await presentEmail(dependencies, channel),
    ...{ types, botIds, quietHours, collectMinutes },
    lastDelivery: lastDelivery && {
      at: lastDelivery.at,
      outcome: lastDelivery.outcome,
      status: lastDelivery.status,
      excerpt: lastDelivery.excerpt,
    },
    failingSince: lastDelivery?.failingSince ?? null,
    waiting,
  }
}

/** The same channel for `/alert-webhooks`, which knows only webhooks. */
export const presentAlertWebhook = ({ id, url, createdAt, createdBy, lastDelivery }: AlertChannel): AlertWebhook => ({
  ...{ id, url, createdAt, createdBy },
  lastDelivery: lastDelivery && { at: lastDelivery.at, outcome: lastDelivery.outcome, status: lastDelivery.status },
})
