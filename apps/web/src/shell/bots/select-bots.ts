import type { Bot } from '@office365-email/shared/bot'
import { daysUntil } from '../../ground/format-time.ts'
import { describeStatus, type Status, type StatusKind, statusKinds } from '../../mail/describe-status.ts'

export interface ListedBot {
  bot: Bot
  status: Status
  /** The future expiry date of the secret, if the status does not mention it. */
  secretExpiresOn: string | null
}

export interface BotFilter {
  search: string
  kind: StatusKind | null
}

export function describeBot(bot: Bot, now: Date): ListedBot {
  const { state, health, secretExpiresOn } = bot.office365
  const status = describeStatus({ state, health, secretExpiresOn }, now)
  const isNews = !status.kind.startsWith('secret-') && secretExpiresOn !== null && daysUntil(secretExpiresOn, now) >= 0
  return { bot, status, secretExpiresOn: isNews ? secretExpiresOn : null }
}

const collator = new Intl.Collator('en', { numeric: true })

/** Bots that need attention come first; bots with the same status are sorted by name. */
const byAttention = (one: ListedBot, other: ListedBot) =>
  statusKinds.indexOf(one.status.kind) - statusKinds.indexOf(other.status.kind) ||
  collator.compare(one.bot.name, other.bot.name)

const matches = (bot: Bot, search: string) =>
  [bot.name, bot.id, bot.office365.userEmail ?? ''].some((text) => text.toLowerCase().includes(search))

export function selectBots(bots: readonly ListedBot[], { search, kind }: BotFilter): ListedBot[] {
  const wanted = search.trim().toLowerCase()
  return bots
    .filter(({ bot, status }) => (kind === null || status.kind === kind) && matches(bot, wanted))
    .sort(byAttention)
}

export function countKinds(bots: readonly ListedBot[]): ReadonlyMap<StatusKind, number> {
  const counts = new Map<StatusKind, number>()
  for (const { status } of bots) counts.set(status.kind, (counts.get(status.kind) ?? 0) + 1)
  return counts
}
