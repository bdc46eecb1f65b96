export const sessionTexts = {
  product: 'Unified Dashboard',
  signIn: 'Sign in',
  signInIntro: 'Set up and watch the mail of your bots.',
  signedOut: 'You were signed out. Sign in to go on where you were.',
  provider: {
    signIn: 'Sign in with your organisation',
    or: 'or with a password',
  },
  failures: {
    'identity-provider': {
      title: 'The sign-in with your organisation did not work',
      help: 'It was cancelled, took too long, or the identity provider did not answer. Try again; if it happens again, tell whoever runs Unified Dashboard.',
    },
    'not-added': {
      title: 'You have no access here yet',
      help: 'Your organisation knows you, but nobody has added you to Unified Dashboard. Ask an owner to add your mail address.',
    },
  },
  stillSignedIn: (name: string) => `You are still signed in as ${name}.`,
  goOn: 'Go on',
  email: 'Email',
  password: 'Password',
  refused: 'The email or the password is not right.',
  reveal: 'Show what you type',
  signOut: 'Sign out',
  account: (email: string) => `Account of ${email}`,
  roles: { owner: 'Owner', admin: 'Admin' },
  fresh: {
    title: 'Confirm that it is you',
    why: 'You signed in more than 30 minutes ago, and this action needs a sign-in that is not older.',
    byPassword: 'Enter your password, and the action goes on.',
    byProvider: 'Sign in with your organisation once more. You come back to this page; then choose the action again.',
    orByProvider:
      'No password here? Sign in with your organisation once more. You come back to this page; then choose the action again.',
    confirm: 'Go on',
    cancel: 'Cancel',
  },
}
