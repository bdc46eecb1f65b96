export const sessionTexts = {
  signOut: 'Sign out',
  account: (email: string) => `Account of ${email}`,
  roles: { owner: 'Owner', admin: 'Admin' },
  other: {
    title: 'You signed in as another person',
    help: (before: string, now: string) =>
      `This page belongs to ${before}, and you are now signed in as ${now}. Reload it to continue as ${now}. What ${before} entered and did not save is then lost.`,
    reload: 'Reload the page',
  },
}
