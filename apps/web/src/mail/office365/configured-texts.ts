import type { CredentialKind } from '@office365-email/shared/credential'
import type { Restriction } from '@office365-email/shared/office365-configuration'

/** Texts of the sections that only a configured bot has. */
export const configuredTexts = {
  configuration: {
    lockedReason: 'The values are locked while they are in use. Reset to enter others.',
    secretSaved: (savedOn: string, expires: string | null) =>
      expires ? `Saved on ${savedOn}, expires ${expires}.` : `Saved on ${savedOn}. No expiry date was entered.`,
    reset: 'Reset',
    resetTitle: 'Reset this configuration?',
    resetHelp: [
      'The form opens, so that you can enter other values.',
      'The saved configuration keeps sending until you submit new values, and you can cancel at any time.',
    ],
    resetKeep: 'Keep it locked',
  },
  changedByKey: {
    title: (key: string) => `Last changed by the key “${key}”`,
    when: 'A program saved these values',
    help: 'If no one expected this change, revoke the key and check the values.',
    toKeys: 'Service keys',
  },
  test: {
    step: 'Send test',
    title: 'Send a test email',
    recipient: 'Recipient',
    recipientHelp: (from: string) => `The message is sent from ${from}. Nothing is sent until you select the button.`,
    recipientInvalid: 'Enter one address, such as ada@contoso.com.',
    send: 'Send test email',
    asking: 'Getting a new token from Microsoft Entra, then submitting the message to Microsoft Graph.',
    checks: 'What was checked',
    accepted: 'Microsoft accepted the message. Check the inbox to confirm delivery.',
    acceptedHelp:
      'Not proven: that the message reaches the inbox. A spam filter, a quarantine, or a rule can still hold it, and a bounce would come back to the sending mailbox.',
    simulated: 'The test was simulated. No message was sent.',
    simulatedHelp:
      'Sending is simulated on this server: it signed in to Microsoft, but did not submit the message. Not proven: that the mailbox can send.',
    failed: 'The test failed: Microsoft did not accept the message.',
    unknown: 'It is not known whether the message was sent.',
    unknownHelp:
      'The message was submitted, but no response came. Look in the inbox before you send another: it may have arrived.',
    to: (recipient: string) => `Test to ${recipient}`,
    unlocked: 'The test uses the saved values, not the values in the form.',
    notConfigured: 'There is nothing to test yet',
    notConfiguredHelp: 'Enter the values and submit them first.',
    goToConfiguration: 'Go to Configuration',
    notRegistered: 'Entra does not accept the credential yet',
    notRegisteredHelp: 'Register it in Entra and check it first. No mail can be sent before.',
    goToRegistration: 'Register it in Entra',
    arriveTitle: 'If nothing arrives',
    arriveHelp:
      'After Microsoft accepts a message, it does not report what happens to it next. Check the following, in this order.',
    messageTrace: 'Open Message trace in the Exchange admin center',
    bounces: 'What the code in a bounce means',
    limits: 'How much a mailbox may send',
  },
  facts: {
    accepted: 'Last mail accepted',
    never: 'None yet',
    neverExpires: 'Does not expire',
    waiting: 'Not registered in Entra yet',
    secretLost: 'Lost',
    noDate: 'No expiry date was entered',
    expiresOn: (date: string, days: string) => `Expires on ${date}, ${days}`,
    expired: (date: string, days: string) => `Expired on ${date}, ${days}`,
    failed: 'Last failure',
    restriction: 'Limited to its mailbox',
    restrictions: { limited: 'Yes', unlimited: 'No', unknown: 'Not known' } satisfies Record<
      Restriction['outcome'],
      string
    >,
    unchecked: 'Not checked',
    check: 'Check it',
  },
  remove: {
    title: 'Remove Office 365 mail',
    help: 'Permanently deletes the values and what the app signs in with. This bot stops sending immediately, and queued messages are marked as failed. The app in Microsoft Entra stays as it is.',
    button: 'Remove',
    confirm: (bot: string) => `Remove Office 365 mail from ${bot}?`,
    lost: (mailbox: string, kind: CredentialKind) => [
      `${mailbox} is no longer used for sending.`,
      {
        'client-secret': 'The client secret is deleted and cannot be restored.',
        certificate: 'The private key of the certificate is deleted and cannot be restored.',
        federated: 'The next configuration may need another federated credential in Entra.',
      }[kind],
      'Queued messages are marked as failed.',
    ],
    keep: 'Keep it',
    done: 'The configuration is removed, with what the app signed in with.',
  },
  renew: {
    summary: {
      'client-secret': 'Do you need a new client secret? Create one with a script',
      certificate: 'How is the certificate renewed?',
    },
    help: 'The script adds a client secret to the app and prints the five values for you to paste below. The old secret keeps working until someone deletes it in Entra, so sending continues. Other bots that use the app may still need the old secret. An owner of the app or an Application Administrator must run the script.',
    certificate: [
      'This server makes the next certificate 60 days before this one ends, or when a third of a shorter life is left.',
      'Upload the next one to the app in Entra. Do not delete the current one yet: mail is sent with it.',
      'As soon as Entra accepts the next one, the server switches to it automatically. Check now does it immediately, and no reset is needed.',
      'After that, delete the old certificate in Entra.',
      'The server does not renew a certificate of your own: submit the next one before this one ends.',
    ],
  },
  restrictionCheck: {
    title: 'Is the app limited to its mailbox?',
    how: [
      'The permission Mail.Send lets an app send from every mailbox in the organization until Exchange Online limits it. This check asks Microsoft Graph to send a message without a recipient: first from the bot’s own mailbox, then from another one.',
      'Nothing can be sent, whatever the result is.',
    ],
    undocumented:
      'The check relies on Microsoft looking at the permission before the recipients. We have seen it do so, but Microsoft does not document this order.',
    other: 'Another mailbox',
    otherHelp:
      'A mailbox in your organization that the app must not reach, such as your own. Enter its user’s Object ID, or its address.',
    otherInvalid: 'Enter the Object ID of the other mailbox’s user, or its address, such as ada@contoso.com.',
    button: 'Check the restriction',
    asking: 'Asking Microsoft Graph twice. Nothing is sent.',
    unlocked: 'The check uses the saved values, not the values in the form.',
    outcomes: {
      limited: (mailbox: string) => `The app can send from ${mailbox}, but not from the other mailbox`,
      unlimited: () => 'The app can send from the other mailbox too',
      unknown: () => 'It is not known whether the app is limited',
    } satisfies Record<Restriction['outcome'], (mailbox: string) => string>,
    by: {
      'access-policy': 'An application access policy in Exchange Online blocks the other mailbox.',
      'exchange-scope': 'The scope of the app’s role in Exchange Online does not include the other mailbox.',
    } satisfies Record<NonNullable<Restriction['by']>, string>,
    meanings: {
      limited: 'This proves it only for the mailbox that was tried.',
      unlimited:
        'Anyone who can sign in as the app can send as every mailbox that is not blocked. If you limited the app recently, Exchange Online can take up to two hours to apply the limit: check again then.',
      unknown: 'One of the two responses was not the expected one, so the other one proves nothing.',
    } satisfies Record<Restriction['outcome'], string>,
    checkedAt: 'Checked',
  },
  access: {
    title: 'Access that was granted, and how to remove it',
    help: 'For audits, for firewall rules, and for the day you retire this bot.',
    granted: 'What was granted',
    credential: {
      'client-secret': 'Who holds the secret',
      certificate: 'Who holds the private key',
      federated: 'How the app signs in without a secret',
    } satisfies Record<CredentialKind, string>,
    hosts: 'Hosts that are called',
    host: 'Host',
    port: 'Port',
    purpose: 'Purpose',
    removal: 'How to remove access',
    scripts: 'Shells',
  },
}
