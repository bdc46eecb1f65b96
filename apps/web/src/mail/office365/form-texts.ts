import { type CredentialKind, credentialNames } from '@office365-email/shared/credential'
import type { DraftState } from './draft-writer.ts'

/** Texts of the form. Locked values do not need them. */
export const formTexts = {
  configuration: {
    expires: 'Client secret expires on',
    expiresHelp: 'Optional. Entra shows the date next to the secret. We remind you 30, 14, 7, and 1 days before.',
    expiresIn: 'Expires in',
    months: (count: number) => `${count} months`,
    monthsFromToday: (count: number) => `${count} months from today`,
    expiresPast: 'This date has passed. If the secret has expired, create a new one in Entra.',
    secretKept: 'Leave empty to keep the saved one.',
    secretNotNeeded: 'With the chosen way to sign in, there is no client secret.',
    secretGone: 'The saved secret belongs to another tenant, client, or cloud. Enter the secret for these values.',
    notes: {
      tenantDomain: 'A domain works too: Submit looks up the tenant ID that belongs to it.',
      principalName: 'A user name works, but it changes when the person is renamed. The object ID never changes.',
      otherPrincipalName:
        'This differs from the address in User Email, which is correct only if both belong to the same mailbox. The object ID of the mailbox’s user is safer.',
    },
    signsIn: (kind: CredentialKind) => `Signs in with a ${credentialNames[kind]}. Choose another way`,
    credentialFields: {
      credentialKind: 'How the app signs in',
      validMonths: 'Valid for',
      pem: 'Certificate and private key',
      password: 'Password of the private key',
    },
    submit: 'Submit',
    submitHelp: 'Submit checks these values with Microsoft, saves them, and locks the form. No mail is sent.',
    asking: (host: string) =>
      `Asking Microsoft Entra at ${host} for a token with these values. This takes a few seconds.`,
    unlockedTitle: 'The saved configuration keeps sending until you submit',
    unlockedHelp: 'Change what you need, then submit. Cancel reset locks the form again and changes nothing.',
    cancelReset: 'Cancel reset',
    faults: (count: number) => (count === 1 ? 'One value needs attention' : `${count} values need attention`),
    skip: 'Save without checking',
    nothingSaved: 'Nothing was saved.',
    skipHelp:
      'You can save the values now and check them later: the status stays “Not tested” until a message is sent.',
    restored: 'The values that were entered before are back, except the client secret: it is never kept.',
    restoredAll: 'The values that were entered before are back. A private key is never kept.',
    startOver: 'Start over',
    draft: {
      kept: 'Each complete value is kept on the server, so that you can continue later or on another device. A client secret or private key is never kept.',
      waiting: 'Saving a draft of the complete values, without anything secret.',
      failed:
        'The draft could not be saved on the server. Your values are still in this form. The page tries again every 10 seconds.',
    } satisfies Record<DraftState, string>,
    leaveTitle: 'Leave without saving?',
    leaveHelp: 'The client secret or private key that you entered is not kept. You will have to enter it again.',
    leaveFailed: 'The values that you entered could not be saved in the draft. If you leave now, they are lost.',
    leave: 'Leave',
    stay: 'Stay here',
  },
  paste: {
    label: 'Paste all values at once',
    help: 'The output of a script, JSON, KEY=value lines, or an email. The fields are filled in, and nothing is sent. You can also paste into any field.',
    fill: 'Fill the fields',
    filled: (names: readonly string[]) => `Filled in: ${names.join(', ')}`,
    nothing: 'Nothing was filled in',
    nothingHelp: 'No value was recognized. Paste the names together with the values, such as CLIENT_ID=3f25…',
    ignored: 'Not filled in:',
    replaced: (names: readonly string[]) => `Replaced what you entered: ${names.join(', ')}`,
    kept: (names: readonly string[]) =>
      `The text has another value for ${names.join(', ')}. What you entered was kept. To use the text instead, select “Fill the fields”. To use what you entered, submit again.`,
    undo: 'Undo',
  },
}
