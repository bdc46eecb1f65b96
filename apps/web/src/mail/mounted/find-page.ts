import { mailPages } from '@office365-email/shared/pages'
import { matchPath } from 'react-router'

export interface MailPage {
  name: keyof typeof mailPages
  /** Null on a page that belongs to no bot. */
  botId: string | null
  /** The path in the host's router. */
  path: string
}

const names = Object.keys(mailPages) as MailPage['name'][]

/** Finds which of the mail pages is at a path of the host's router. */
export function findPage(basename: string, path: string): MailPage | null {
  for (const name of names) {
    const match = matchPath(`${basename}${mailPages[name]}`, path)
    if (match) return { name, botId: match.params['botId'] ?? null, path }
  }
  return null
}
