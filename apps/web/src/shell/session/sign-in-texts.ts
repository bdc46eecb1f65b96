import type { SignInFailure } from '@office365-email/shared/session'

/** For signing in. Pages of a signed-in person load them later. */
export const signInTexts = {
  product: 'Unified Dashboard',
  signIn: 'Sign in',
  signInIntro: 'Set up and monitor the mail of your bots.',
  signedOut: 'You were signed out. Sign in to continue where you left off.',
  provider: {
    signIn: 'Sign in with your organization',
    or: 'or with a password',
    newTab: 'opens in a new tab',
  },
  host: {
    signIn: 'Sign in to the dashboard',
    notSignedIn: {
      title: 'You are not signed in',
      help: 'Sign in to your dashboard, then open this page from there.',
      provider: 'Sign in with your organization to see this page.',
    },
    returned: {
      title: 'The dashboard did not sign you in',
      help: 'You came back without a sign-in. Try again. If it happens again, tell the operator of the dashboard.',
    },
    newTab: 'Sign in to the dashboard in a new tab, then continue here.',
    elsewhere: 'Sign in to the dashboard again in another tab, then continue here.',
    notYet: 'You are not signed in to the dashboard yet.',
  },
  failures: {
    'identity-provider': {
      title: 'The sign-in with your organization did not work',
      help: 'It was canceled, it took too long, or the identity provider did not respond. Try again. If it happens again, tell the operator of Unified Dashboard.',
    },
    'not-added': {
      title: 'You have no access here yet',
      help: 'Your organization knows you, but you have not been added to Unified Dashboard. Ask an owner to add your email address.',
    },
    'no-address': {
      title: 'Your organization does not confirm your email address',
      help: 'The identity provider does not send your email address, or does not say that it is verified. Tell the operator of Unified Dashboard. If you have a password here, sign in with it and link the identity provider in your account.',
    },
    'has-password': {
      title: 'Your email address belongs to a person with a password',
      help: 'Sign in with the password. Then open your account at the top right and choose “Link sign-in with the identity provider”. From then on, you can sign in either way.',
    },
    'not-fresh': {
      title: 'The identity provider did not ask you to sign in again',
      help: 'Unified Dashboard asked for a new sign-in, but the identity provider did not confirm one. Sign out there, then try again, or use your password here. If it happens again, tell the operator of Unified Dashboard: the provider has to send the time of sign-in (auth_time).',
    },
    'not-linked': {
      title: 'The identity provider was not linked',
      help: 'Either this identity already signs in another person, or your sign-in here ended or became older than 30 minutes. Sign in with your password, then link again.',
    },
  } satisfies Record<SignInFailure, { title: string; help: string }>,
  identityLink: {
    link: 'Link sign-in with the identity provider',
    linked: 'Linked: you can sign in through the identity provider.',
    unlink: 'Unlink the identity provider',
  },
  stillSignedIn: (name: string) => `You are still signed in as ${name}.`,
  goOn: 'Continue',
  email: 'Email',
  password: 'Password',
  refused: 'The email or password is incorrect.',
  reveal: 'Show what you type',
  fresh: {
    title: 'Confirm that it is you',
    why: 'This action requires that you signed in within the last 30 minutes.',
    byPassword: 'Enter your password to continue.',
    byProvider: 'Sign in again in a new tab to continue.',
    orByProvider: 'No password here? Sign in again in a new tab to continue.',
    confirm: 'Continue',
  },
  ended: {
    title: 'Sign in again',
    why: 'Your session has ended. What you entered on this page is still here.',
    byPassword: 'Enter your password to continue where you left off.',
    byProvider: 'Use a new tab to sign in, and continue where you left off.',
    orByProvider: 'No password here? Use a new tab to sign in, and continue where you left off.',
    confirm: 'Sign in',
  },
  elsewhere: {
    title: 'You are signed in',
    help: (name: string) => `You are signed in as ${name}. Close this tab and continue in the other one.`,
  },
  cancel: 'Cancel',
}
