import type { CredentialKind } from '../../credential.ts'

const whoMayRegister = [
  'Who may run it: a Privileged Role Administrator who can also register apps, or a Global Administrator. Without',
  'these roles, the script does everything except the grant, and prints the address of the page for the grant.',
]
const registers = 'Registers an app in Microsoft Entra for one bot, grants it the application permission Mail.Send'
const keeps = 'The script keeps what already exists; it does not delete or replace a credential.'

/** The comment at the start of the scripts that register an app. */
export const describeRegistration = (kind: CredentialKind): readonly string[] =>
  kind === 'client-secret'
    ? [`${registers}, creates a client`, `secret and prints the five values. ${keeps}`, ...whoMayRegister]
    : [
        `${registers} and`,
        'prints four values. It creates no client secret: the app signs in without one.',
        keeps,
        ...whoMayRegister,
      ]

/** What the scripts print at their end. */
export const afterRegistration: Record<Exclude<CredentialKind, 'client-secret'>, string> = {
  certificate:
    'The app cannot sign in yet. Paste the block into the form and submit it: the server then makes a certificate, and the same page shows a script that uploads it.',
  federated:
    'The app cannot sign in yet. Paste the block into the form and submit it: the same page then shows a script that adds the federated credential.',
}
