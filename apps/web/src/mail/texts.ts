/** What the pages of the mail feature are called, in their headings and in the navigation of the host. */
export const mailTexts = {
  messages: 'Messages',
  settings: 'Settings',
  emailSettings: 'Email settings',
  office365: 'Office 365 setup',
  troubleshooting: 'Troubleshooting',
  activity: 'Activity',
  activityAll: 'All activity',
  email: {
    intro: 'Where this bot’s mail comes from, and what became of it.',
    method: 'How mail is sent',
    methodName: 'Microsoft 365 mailbox',
    methodHelp: 'Through Microsoft Graph, from the mailbox of your organisation, without a signed-in user.',
    recent: 'Last messages',
    recentAll: 'All messages',
    recentNone: 'No messages yet.',
    services: 'Sending from a program',
    servicesHelp:
      'A program sends through this address with a service key. The sender is always the configured mailbox.',
    servicesCopy: 'the example',
  },
}
