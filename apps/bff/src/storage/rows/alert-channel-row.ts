import type { BotScope } from '@office365-email/shared/session'
import type { AlertChannel, ChannelHealth, ChannelSettings } from '../../mail/alerts/alert-channel.ts'
import type { NewHealth } from '../../mail/alerts/alert-channel-store.ts'

type Row = Omit<AlertChannel, 'botIds' | 'settings'> & {
  botIds: BotScope | null
  settings: ChannelSettings | null
  sealedSecret: string
  sealedWith: string
}

/** What applies to a webhook that an earlier version added. */
const settingsOfWebhook = (url: string): ChannelSettings => ({
  name: URL.canParse(url) ? new URL(url).host : url,
  ending: '',
  hasToken: false,
  to: [],
  types: 'all',
  quietHours: null,
  collectMinutes: 0,
})

export const toChannel = ({ sealedSecret: _, sealedWith: __, botIds, settings, ...channel }: Row): AlertChannel => ({
  ...channel,
  botIds: botIds ?? 'all',
  settings: settings ?? settingsOfWebhook(channel.url),
  lastDelivery: channel.lastDelivery && readHealth(channel.lastDelivery),
})

/** An earlier version saved fewer members. */
const readHealth = (saved: ChannelHealth): ChannelHealth => ({
  ...{ excerpt: null, failingSince: null, pausedUntil: null },
  ...saved,
})

/** A channel fails since the first failure after its last delivery. */
export const nextHealth = (before: ChannelHealth | null, delivery: NewHealth): ChannelHealth => ({
  ...delivery,
  failingSince: delivery.outcome === 'delivered' ? null : (before?.failingSince ?? delivery.at),
})
