/**
 * The paths of all pages. `:name` stands for one segment. The router of the pages shows them, and the server has no page
 * at any other path, so that a probe with a wrong address fails.
 */
export const mailPages = {
  messages: '/bots/:botId/messages',
  message: '/bots/:botId/messages/:messageId',
  allMessages: '/messages',
  emailSettings: '/bots/:botId/settings/email',
  office365: '/bots/:botId/settings/email/office365',
  prerequisites: '/bots/:botId/settings/email/office365/prerequisites',
  entra: '/bots/:botId/settings/email/office365/entra',
  restrict: '/bots/:botId/settings/email/office365/restrict',
  askAdmin: '/bots/:botId/settings/email/office365/ask-admin',
  instructions: '/bots/:botId/settings/email/office365/instructions',
  sendTest: '/bots/:botId/settings/email/office365/send-test',
  configurations: '/configurations',
  alerts: '/alerts',
  personalData: '/personal-data',
  troubleshooting: '/troubleshooting',
  intake: '/intake',
} as const

/** Not there if the pages are inside another dashboard, which has its own people. */
export const accountPages = {
  signIn: '/sign-in',
  setUp: '/set-up',
  people: '/people',
} as const

export const shellPages = {
  home: '/',
  bots: '/bots',
  bot: '/bots/:botId',
  botSettings: '/bots/:botId/settings',
  serviceKeys: '/service-keys',
  audit: '/audit',
  signedIn: '/signed-in',
  ...accountPages,
} as const
