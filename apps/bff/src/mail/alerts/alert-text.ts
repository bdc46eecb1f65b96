import type { Alert } from '@office365-email/shared/alert-webhook'
import { credentialNames } from '@office365-email/shared/credential'
import { formatCount } from '@office365-email/shared/format-count'
import { nextOf } from '../credentials/credential.ts'
import type { KnownState, News } from './decide-alerts.ts'

const because = (reason: string | null) => (reason === null ? '' : `: ${reason}`)

type Credentials = Pick<KnownState, 'credential' | 'waiting'>

/** The next certificate is ready, and works as soon as an administrator uploads it. */
const waitsForUpload = ({ waiting }: Credentials): boolean => nextOf(waiting) !== null

function titleOf(news: News, name: string, known: Credentials): string {
  const credential = credentialNames[known.credential.kind]
  switch (news.type) {
    case 'secret-expires': {
      const when = news.daysLeft === 0 ? 'today' : `in ${formatCount(news.daysLeft, 'day')}`
      if (waitsForUpload(known)) return `Upload the next certificate of ${name} in Entra: this one expires ${when}`
      return `The ${credential} of ${name} expires ${when}`
    }
    case 'secret-expired':
      return `The ${credential} of ${name} has expired`
    case 'mail-fails':
      return `Mail from ${name} fails${because(news.reason)}`
    case 'mail-unreachable':
      return `Mail from ${name} does not reach Microsoft${because(news.reason)}`
    case 'mail-recovered':
      return `Mail from ${name} works again`
  }
}

/** Builds the alert that webhooks receive. */
export function toAlert(
  news: News,
  { bot, known }: { bot: { id: string; name: string }; known: Credentials },
  now: Date,
  publicUrl: string,
): Alert {
  const { reason: _, ...details } = { reason: null, ...news }
  const url = `${publicUrl}/bots/${bot.id}/settings/email/office365`
  return { at: now.toISOString(), title: titleOf(news, bot.name, known), bot, ...details, url }
}
