export const sessionTexts = {
  product: 'Unified Dashboard',
  signIn: 'Sign in',
  signInIntro: 'Set up and watch the mail of your bots.',
  signedOut: 'You were signed out. Sign in to go on where you were.',
  email: 'Email',
  password: 'Password',
  refused: 'The email or the password is not right.',
  reveal: 'Show what you type',
  signOut: 'Sign out',
  account: (email: string) => `Account of ${email}`,
  roles: { owner: 'Owner', admin: 'Admin' },
  fresh: {
    title: 'Confirm that it is you',
    why: 'You signed in more than 30 minutes ago. This action asks for your password, then goes on.',
    confirm: 'Go on',
    cancel: 'Cancel',
  },
}
