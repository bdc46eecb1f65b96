export const setUpLinkTexts = {
  title: 'Set up your sign-in',
  intro: 'You become the first owner. The link works once.',
  email: 'Email',
  emailInvalid: 'Enter one address, such as ada@contoso.com.',
  password: 'Password',
  passwordHelp: (least: number) => `At least ${least} characters. A few words in a row work well.`,
  reveal: 'Show what you type',
  submit: 'Set up and sign in',
  dead: 'This link does not work',
  deadHelp:
    'It was already used, it has expired, or a part of it is missing. Until someone can sign in, the operator of the server can make a new link: pnpm --silent admin set-up-link',
}
