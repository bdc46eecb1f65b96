const bot = (botId: string) => `/bots/${encodeURIComponent(botId)}`

/** Every address of the application. */
export const paths = {
  signIn: (next?: string) => (next ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in'),
  signedIn: () => '/signed-in',
  bots: () => '/bots',
  messages: (botId: string) => `${bot(botId)}/messages`,
  settings: (botId: string) => `${bot(botId)}/settings`,
  emailSettings: (botId: string) => `${bot(botId)}/settings/email`,
  office365: (botId: string) => `${bot(botId)}/settings/email/office365`,
  office365Step: (botId: string, step: string) => `${bot(botId)}/settings/email/office365${step ? `/${step}` : ''}`,
  askAdmin: (botId: string) => `${bot(botId)}/settings/email/office365/ask-admin`,
  instructions: (botId: string) => `${bot(botId)}/settings/email/office365/instructions`,
  troubleshooting: (cause?: string) => `/troubleshooting${cause ? `#${cause}` : ''}`,
  serviceKeys: () => '/service-keys',
  people: () => '/people',
  audit: (botId?: string) => `/audit${botId ? `?bot=${encodeURIComponent(botId)}` : ''}`,
  setUp: () => '/set-up',
}

/** A path as browsers write it. They read `//`, `/\` and `/<tab>/` as the beginning of another site's address. */
const ownPath = /^\/(?!\/)[!-[\]-~]*$/

/** Where to go after signing in. Only paths of this application: an address of another site is not followed. */
export const readNextPath = (next: string | null): string => (next && ownPath.test(next) ? next : paths.bots())

/** The same page of another bot, where there is one; else its Office 365 setup. */
export function samePageOfBot(pathname: string, botId: string): string {
  const [, root, current, ...rest] = pathname.split('/')
  if (root !== 'bots' || !current || rest.length === 0) return paths.office365(botId)
  return [bot(botId), ...rest].join('/')
}
