import type { Alert } from '@office365-email/shared/alert-webhook'
import type { News } from './decide-alerts.ts'

const days = (count: number) => (count === 1 ? '1 day' : `${count} days`)
const because = (reason: string | null) => (reason === null ? '' : `: ${reason}`)

function titleOf(news: News, name: string): string {
  switch (news.type) {
    case 'secret-expires':
      return news.daysLeft === 0
        ? `The client secret of ${name} expires today`
        : `The client secret of ${name} expires in ${days(news.daysLeft)}`
    case 'secret-expired':
      return `The client secret of ${name} has expired`
    case 'mail-fails':
      return `Mail from ${name} fails${because(news.reason)}`
    case 'mail-unreachable':
      return `Mail from ${name} does not reach Microsoft${because(news.reason)}`
    case 'mail-recovered':
      return `Mail from ${name} works again`
  }
}

/** Builds the alert that webhooks receive. */
export function toAlert(news: News, bot: { id: string; name: string }, now: Date, publicUrl: string): Alert {
  const { reason: _, ...details } = { reason: null, ...news }
  const url = `${publicUrl}/bots/${bot.id}/settings/email/office365`
  return { at: now.toISOString(), title: titleOf(news, bot.name), bot, ...details, url }
}
