/** Names of the mail feature's pages, in their headings and in the host's navigation. */
export const mailTexts = {
  messages: 'Messages',
  allMessages: 'All messages',
  settings: 'Settings',
  emailSettings: 'Email settings',
  office365: 'Office 365 setup',
  alerts: 'Alerts',
  personalData: 'Personal data',
  troubleshooting: 'Troubleshooting',
  activity: 'Activity',
  activityAll: 'All activity',
  waiting: 'Your IT admin has entered the values',
  review: 'Review and approve',
  email: {
    recent: 'Recent messages',
    recentAll: 'All messages',
    recentNone: 'No messages yet.',
  },
}
