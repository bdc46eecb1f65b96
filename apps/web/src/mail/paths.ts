import { pathOf } from '@office365-email/shared/endpoint'
import { mailPages } from '@office365-email/shared/pages'
import { place } from '../ground/place.ts'

const pathOfBot = (page: `/${string}:botId${string}`, botId: string) =>
  `${place.pages}${pathOf({ path: page }, { botId })}`

/** The paths of the mail feature's pages, relative to the base path of the router. */
export const mailPaths = {
  messages: (botId: string) => pathOfBot(mailPages.messages, botId),
  message: (botId: string, messageId: string) =>
    `${place.pages}${pathOf({ path: mailPages.message }, { botId, messageId })}`,
  allMessages: (search = '') => `${place.pages}${mailPages.allMessages}${search}`,
  emailSettings: (botId: string) => pathOfBot(mailPages.emailSettings, botId),
  office365: (botId: string) => pathOfBot(mailPages.office365, botId),
  office365Step: (botId: string, step: string) => `${mailPaths.office365(botId)}${step ? `/${step}` : ''}`,
  askAdmin: (botId: string) => pathOfBot(mailPages.askAdmin, botId),
  instructions: (botId: string) => pathOfBot(mailPages.instructions, botId),
  configurations: () => `${place.pages}${mailPages.configurations}`,
  alerts: () => `${place.pages}${mailPages.alerts}`,
  personalData: () => `${place.pages}${mailPages.personalData}`,
  troubleshooting: (cause?: string) => `${place.pages}${mailPages.troubleshooting}${cause ? `#${cause}` : ''}`,
}
