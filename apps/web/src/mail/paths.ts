import { pathOf } from '@office365-email/shared/endpoint'
import { mailPages } from '@office365-email/shared/pages'

/** The paths of the mail feature's pages, relative to the base path of the router. */
export const mailPaths = {
  messages: (botId: string) => pathOf({ path: mailPages.messages }, { botId }),
  emailSettings: (botId: string) => pathOf({ path: mailPages.emailSettings }, { botId }),
  office365: (botId: string) => pathOf({ path: mailPages.office365 }, { botId }),
  office365Step: (botId: string, step: string) => `${mailPaths.office365(botId)}${step ? `/${step}` : ''}`,
  askAdmin: (botId: string) => pathOf({ path: mailPages.askAdmin }, { botId }),
  instructions: (botId: string) => pathOf({ path: mailPages.instructions }, { botId }),
  troubleshooting: (cause?: string) => `${mailPages.troubleshooting}${cause ? `#${cause}` : ''}`,
}
