import { mailPaths } from '../mail/paths.ts'

const bot = (botId: string) => `/bots/${encodeURIComponent(botId)}`

/** The paths of the dashboard's own pages. */
export const shellPaths = {
  signIn: (next?: string) => (next ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in'),
  signedIn: () => '/signed-in',
  bots: () => '/bots',
  settings: (botId: string) => `${bot(botId)}/settings`,
  serviceKeys: () => '/service-keys',
  people: () => '/people',
  audit: (botId?: string) => `/audit${botId ? `?bot=${encodeURIComponent(botId)}` : ''}`,
  setUp: () => '/set-up',
}

/** A path as browsers serialize it. They interpret `//`, `/\`, and `/<tab>/` as the start of another site's address. */
const ownPath = /^\/(?!\/)[!-[\]-~]*$/

/** The path to open after sign-in. Only a path of this application, never the address of another site. */
export const readNextPath = (next: string | null): string => (next && ownPath.test(next) ? next : shellPaths.bots())

/** The same page of another bot; on a page without a bot, that bot's Office 365 setup. */
export function samePageOfBot(pathname: string, botId: string): string {
  const [, root, current, ...rest] = pathname.split('/')
  if (root !== 'bots' || !current || rest.length === 0) return mailPaths.office365(botId)
  return [bot(botId), ...rest].join('/')
}
