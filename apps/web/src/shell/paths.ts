import { pathOf } from '@office365-email/shared/endpoint'
import { shellPages } from '@office365-email/shared/pages'
import { mailPaths } from '../mail/paths.ts'

/** The paths of the dashboard's own pages. */
export const shellPaths = {
  signIn: (next?: string) => (next ? `${shellPages.signIn}?next=${encodeURIComponent(next)}` : shellPages.signIn),
  signedIn: () => shellPages.signedIn,
  bots: () => shellPages.bots,
  settings: (botId: string) => pathOf({ path: shellPages.botSettings }, { botId }),
  serviceKeys: () => shellPages.serviceKeys,
  people: () => shellPages.people,
  audit: (botId?: string) => `${shellPages.audit}${botId ? `?bot=${encodeURIComponent(botId)}` : ''}`,
  setUp: () => shellPages.setUp,
}

/** A path as browsers serialize it. They interpret `//`, `/\`, and `/<tab>/` as the start of another site's address. */
const ownPath = /^\/(?!\/)[!-[\]-~]*$/

/** The path to open after sign-in. Only a path of this application, never the address of another site. */
export const readNextPath = (next: string | null): string => (next && ownPath.test(next) ? next : shellPaths.bots())

/** The same page of another bot; on a page without a bot, that bot's Office 365 setup. */
export function samePageOfBot(pathname: string, botId: string): string {
  const [, root, current, ...rest] = pathname.split('/')
  if (root !== 'bots' || !current || rest.length === 0) return mailPaths.office365(botId)
  // A message belongs to one bot.
  const page = rest[0] === 'messages' ? ['messages'] : rest
  return [pathOf({ path: shellPages.bot }, { botId }), ...page].join('/')
}
