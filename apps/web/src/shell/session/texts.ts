import type { SignInFailure } from '@office365-email/shared/session'

export const sessionTexts = {
  product: 'Unified Dashboard',
  signIn: 'Sign in',
  signInIntro: 'Set up and watch the mail of your bots.',
  signedOut: 'You were signed out. Sign in to go on where you were.',
  provider: {
    signIn: 'Sign in with your organisation',
    or: 'or with a password',
    newTab: 'opens in a new tab',
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
    'no-address': {
      title: 'Your organisation does not confirm your email address',
      help: 'The identity provider sends no address of yours, or does not say that it is verified. Tell the operator of Unified Dashboard. If you have a password here, sign in with it and link the identity provider in your account.',
    },
    'has-password': {
      title: 'Your email address belongs to a person with a password',
      help: 'Sign in with the password. Then open your account at the top right and choose “Link sign-in with the identity provider”: from then on both let you in.',
    },
    'not-fresh': {
      title: 'The identity provider did not ask you to sign in again',
      help: 'Unified Dashboard asked for a new sign-in, but the identity provider did not confirm one. Sign out there, then try again, or use your password here. If it happens again, tell the operator of Unified Dashboard: the provider has to send the time of sign-in (auth_time).',
    },
    'not-linked': {
      title: 'The identity provider was not linked',
      help: 'Either this identity signs another person in already, or your sign-in here ended or became older than 30 minutes meanwhile. Sign in with your password, then link again.',
    },
  } satisfies Record<SignInFailure, { title: string; help: string }>,
  identityLink: {
    link: 'Link sign-in with the identity provider',
    linked: 'Linked: the identity provider signs you in.',
    unlink: 'Unlink the identity provider',
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
    why: 'This action needs a sign-in that is not older than 30 minutes.',
    byPassword: 'Enter your password, and the action goes on.',
    byProvider: 'Sign in once more in a new tab, and the action goes on.',
    orByProvider: 'No password here? Sign in once more in a new tab, and the action goes on.',
    confirm: 'Go on',
  },
  ended: {
    title: 'Sign in again',
    why: 'Your session has ended. What you entered on this page is still here.',
    byPassword: 'Enter your password, and the page goes on where it was.',
    byProvider: 'Sign in in a new tab, and the page goes on where it was.',
    orByProvider: 'No password here? Sign in in a new tab, and the page goes on where it was.',
    confirm: 'Sign in',
  },
  other: {
    title: 'You signed in as another person',
    help: (before: string, now: string) =>
      `This page belongs to ${before}, and you are now signed in as ${now}. Reload it to go on as ${now}. What ${before} entered and did not save is lost then.`,
    reload: 'Reload the page',
  },
  elsewhere: {
    title: 'You are signed in',
    help: (name: string) => `You are signed in as ${name}. Close this tab and go on in the other one.`,
  },
  cancel: 'Cancel',
}
