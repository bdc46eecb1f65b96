/** Names of the mail feature's pages, in their headings and in the host's navigation. */
export const mailTexts = {
  messages: 'Messages',
  settings: 'Settings',
  emailSettings: 'Email settings',
  office365: 'Office 365 setup',
  troubleshooting: 'Troubleshooting',
  activity: 'Activity',
  activityAll: 'All activity',
  waiting: 'Your IT admin has entered the values',
  review: 'Review and approve',
  email: {
    intro: 'The mailbox that this bot sends from, and its recent messages.',
    method: 'How mail is sent',
    methodName: 'Microsoft 365 mailbox',
    methodHelp: 'Through Microsoft Graph, from a mailbox in your organization, without a signed-in user.',
    recent: 'Recent messages',
    recentAll: 'All messages',
    recentNone: 'No messages yet.',
    services: 'Sending from a program',
    servicesHelp:
      'A program sends mail through this API address with a service key. The sender is always the configured mailbox.',
    servicesSender:
      'Recipients see the name of the mailbox; a program cannot choose another one. Instead of an alias they see the primary address, unless your organization allows aliases as senders.',
    servicesReplies: 'To stop out-of-office replies, add this to the message:',
    servicesRepliesHeader: '"headers": {"X-Auto-Response-Suppress": "OOF, AutoReply"}',
    servicesCopy: 'the example',
  },
}
