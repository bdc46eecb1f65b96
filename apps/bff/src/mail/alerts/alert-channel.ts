import type { ActorReference } from '@office365-email/shared/actor-reference'
import {
  type AlertChannelKind,
  type ChannelAlertType,
  type ChannelDelivery,
  isUrgent,
  type QuietHours,
} from '@office365-email/shared/alert-channel'
import type { Alert } from '@office365-email/shared/alert-webhook'
import type { BotScope } from '@office365-email/shared/session'
import type { EncryptionContext } from '../../ground/secrets/vault.ts'
import { quietUntil } from './quiet-hours.ts'

/** Stored as JSON, so its names stay. Nothing in it is a secret. */
export interface ChannelSettings {
  name: string
  /** The last characters of a secret address. */
  ending: string
  hasToken: boolean
  /** For email. */
  to: string[]
  types: 'all' | ChannelAlertType[]
  quietHours: QuietHours | null
  collectMinutes: number
}

/** The last delivery, and what it says about the next ones. Stored as JSON, so its names stay. */
export interface ChannelHealth extends ChannelDelivery {
  failingSince: string | null
  /** The receiver asked to wait until then. */
  pausedUntil: string | null
}

export interface AlertChannel {
  id: string
  /** Increases with every change. */
  version: number
  kind: AlertChannelKind
  /** Of a webhook, the whole address. Of the others, only the origin: the rest is a secret. Of email, nothing. */
  url: string
  /** For email: the bot that sends. Null: it was deleted. */
  senderBotId: string | null
  botIds: BotScope
  settings: ChannelSettings
  createdAt: string
  createdBy: ActorReference
  lastDelivery: ChannelHealth | null
}

/** One alert that still has to be delivered to one channel. */
export interface AlertTask {
  id: string
  channelId: string
  alert: Alert
  attempts: number
}

/** The encryption context of the secret of a channel: it belongs to no bot. */
export const channelEncryptionContext = (channelId: string): EncryptionContext => ({
  botId: '',
  field: `alert-webhook/${channelId}`,
  version: 1,
})

const minuteMs = 60_000
const retryAfterMs = [minuteMs, 5 * minuteMs, 30 * minuteMs, 2 * 60 * minuteMs, 8 * 60 * minuteMs, 24 * 60 * minuteMs]

/** How long to wait after this many failed attempts; null: the alert is given up. */
export const waitAfter = (attempts: number): number | null => retryAfterMs[attempts - 1] ?? null

/** While the whole server sends nothing, it cannot report that by mail either. */
const sendingStops: readonly (string | undefined)[] = ['restored_from_backup', 'sending_off']

const isAboutOneOf = (botIds: BotScope, { bot, serviceKey }: Alert): boolean => {
  const about = serviceKey?.botIds ?? (bot ? [bot.id] : 'all')
  return botIds === 'all' || about === 'all' || about.some((id) => botIds.includes(id))
}

/** Whether a channel gets an alert. A bot whose mail fails cannot report that by mail. */
export function isWanted(
  { kind, botIds, senderBotId, settings }: Pick<AlertChannel, 'kind' | 'botIds' | 'senderBotId' | 'settings'>,
  alert: Alert,
): boolean {
  const { type, bot, cause } = alert
  if (settings.types !== 'all' && !settings.types.some((one) => one === type)) return false
  if (kind === 'email' && (bot ? bot.id === senderBotId : sendingStops.includes(cause))) return false
  return isAboutOneOf(botIds, alert)
}

/** When an alert may be sent: not before the alerts of its period are collected, and not during quiet hours. */
export function releaseAt({ quietHours, collectMinutes }: ChannelSettings, { type, at }: Alert, now: Date): number {
  const periodMs = Math.max(1, collectMinutes * minuteMs)
  const collected = Math.ceil(Date.parse(at) / periodMs) * periodMs
  const isLetThrough = quietHours === null || (quietHours.letUrgentThrough && isUrgent(type))
  const quiet = isLetThrough ? null : quietUntil(quietHours, now)
  return Math.max(collected, quiet?.getTime() ?? 0)
}
