import type { Bot } from '@office365-email/shared/bot'
import { daysUntil } from '../../ground/format-time.ts'
import { describeStatus, type Status } from '../../mail/describe-status.ts'

export interface ListedBot {
  bot: Bot
  status: Status
  /** The future expiry date of the secret, if the status does not mention it. */
  secretExpiresOn: string | null
}

export function describeBot(bot: Bot, now: Date): ListedBot {
  const { state, health, secretExpiresOn } = bot.office365
  const status = describeStatus({ state, health, secretExpiresOn }, now)
  const isNews = !status.kind.startsWith('secret-') && secretExpiresOn !== null && daysUntil(secretExpiresOn, now) >= 0
  return { bot, status, secretExpiresOn: isNews ? secretExpiresOn : null }
}
