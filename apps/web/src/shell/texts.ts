export const appTexts = {
  skip: 'Skip to the content',
  menu: 'Menu',
  navigation: 'Main',
  bots: 'Bots',
  serviceKeys: 'Service keys',
  people: 'People',
  audit: 'Audit',
  scheme: {
    legend: 'Color scheme',
    light: 'Light',
    dark: 'Dark',
    auto: 'System',
  },
  offline: 'You are offline. What you see may be out of date, and nothing can be saved.',
  signedOut: {
    title: 'You are signed out',
    help: 'Nothing can be loaded or saved until you sign in again. What you entered on this page is still here.',
    signIn: 'Sign in again',
  },
  notFound: {
    title: 'Page not found',
    help: 'The address is mistyped, or the page has moved.',
    home: 'Go to the bots',
  },
  broken: {
    title: 'This page could not be shown',
    help: 'Something went wrong on our side. Reload the page. If it happens again, tell the operator of Unified Dashboard.',
    reload: 'Reload',
  },
  unloaded: {
    title: 'This page could not be loaded',
    help: 'The server cannot be reached, or Unified Dashboard was updated while this tab was open. Reload the page.',
    reload: 'Reload',
  },
  session: {
    failed: 'Sign-in could not be checked',
  },
  botSettings: {
    intro: 'The name of this bot, and how it sends mail.',
    general: 'General',
    id: 'ID',
    email: 'Email',
    emailLink: 'Email settings',
  },
}
