import { type Alert, reminderDays } from '@office365-email/shared/alert-webhook'
import type { Bot } from '@office365-email/shared/bot'
import type { AlertWebhookStore } from '../alert-webhooks/alert-webhook-store.ts'
import type { BotStore } from '../bots/bot-store.ts'
import type { Office365Configuration } from '../office365-configuration/office365-configuration.ts'
import type { Office365ConfigurationStore } from '../office365-configuration/office365-configuration-store.ts'

interface Dependencies {
  bots: BotStore
  configurations: Office365ConfigurationStore
  alertWebhooks: AlertWebhookStore
}

const dayMs = 24 * 60 * 60_000
const days = (count: number) => (count === 1 ? '1 day' : `${count} days`)

/** Whole days until that day begins (UTC); negative once it is over. */
export const daysUntil = (day: string, now: Date): number =>
  Math.floor(Date.parse(day) / dayMs) - Math.floor(now.getTime() / dayMs)

interface Finding {
  /** Told once for each version of the configuration. */
  kind: string
  alert: Pick<Alert, 'type' | 'title' | 'expiresOn' | 'daysLeft' | 'cause'>
}

/** The nearest reminder alone: who learns of 5 days need not learn of 30 and 14 as well. */
function findExpiry(bot: Bot, expiresOn: string, now: Date): Finding[] {
  const daysLeft = daysUntil(expiresOn, now)
  if (daysLeft < 0)
    return [
      {
        kind: 'secret-expired',
        alert: { type: 'secret-expired', title: `The client secret of ${bot.name} has expired`, expiresOn, daysLeft },
      },
    ]
  const reminder = reminderDays.findLast((day) => daysLeft <= day)
  if (reminder === undefined) return []
  const title =
    daysLeft === 0
      ? `The client secret of ${bot.name} expires today`
      : `The client secret of ${bot.name} expires in ${days(daysLeft)}`
  return [{ kind: `secret-expires-${reminder}`, alert: { type: 'secret-expires', title, expiresOn, daysLeft } }]
}

/** What there is to tell of a configuration now. */
export function findAlerts(bot: Bot, { secretExpiresOn, health }: Office365Configuration, now: Date): Finding[] {
  const expiry = secretExpiresOn === null ? [] : findExpiry(bot, secretExpiresOn, now)
  if (health.state !== 'failing') return expiry
  const cause = health.diagnosis?.cause
  const title = `Mail of ${bot.name} fails${health.diagnosis ? `: ${health.diagnosis.title}` : ''}`
  return [...expiry, { kind: 'mail-fails', alert: { type: 'mail-fails', title, ...(cause && { cause }) } }]
}

/** Queues what has to be told and was not yet, for every bot. */
export async function raiseAlerts(
  { bots, configurations, alertWebhooks }: Dependencies,
  { now, newId, publicUrl }: { now: Date; newId: () => string; publicUrl: string },
): Promise<void> {
  if ((await alertWebhooks.list()).length === 0) return
  for (const bot of await bots.list('all')) {
    const mayMatter = bot.office365.secretExpiresOn !== null || bot.office365.health === 'failing'
    const configuration = mayMatter ? await configurations.read(bot.id) : null
    if (!configuration || configuration.state === 'unconfigured') continue
    const url = `${publicUrl}/bots/${bot.id}/settings/email/office365`
    for (const { kind, alert } of findAlerts(bot, configuration, now)) {
      const whole: Alert = { ...alert, at: now.toISOString(), bot: { id: bot.id, name: bot.name }, url }
      const reminder = { botId: bot.id, version: configuration.version, kind }
      await alertWebhooks.enqueue(whole, reminder, newId, now.getTime())
    }
  }
}
