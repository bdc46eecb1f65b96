const bot = (botId: string) => `/bots/${encodeURIComponent(botId)}`

/** The paths of the mail feature's pages, relative to the base path of the router. */
export const mailPaths = {
  messages: (botId: string) => `${bot(botId)}/messages`,
  emailSettings: (botId: string) => `${bot(botId)}/settings/email`,
  office365: (botId: string) => `${bot(botId)}/settings/email/office365`,
  office365Step: (botId: string, step: string) => `${bot(botId)}/settings/email/office365${step ? `/${step}` : ''}`,
  askAdmin: (botId: string) => `${bot(botId)}/settings/email/office365/ask-admin`,
  instructions: (botId: string) => `${bot(botId)}/settings/email/office365/instructions`,
  troubleshooting: (cause?: string) => `/troubleshooting${cause ? `#${cause}` : ''}`,
}
