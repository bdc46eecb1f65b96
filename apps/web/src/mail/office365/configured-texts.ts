import type { Restriction } from '@office365-email/shared/office365-configuration'

/** Texts of the sections that only a configured bot has. */
export const configuredTexts = {
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
        'Anyone who has the client secret can send as every mailbox that is not blocked. If you limited the app recently, Exchange Online can take up to two hours to apply the limit: check again then.',
      unknown: 'One of the two responses was not the expected one, so the other one proves nothing.',
    } satisfies Record<Restriction['outcome'], string>,
    checkedAt: 'Checked',
  },
  access: {
    title: 'Access that was granted, and how to remove it',
    help: 'For audits, for firewall rules, and for the day you retire this bot.',
    show: 'Permissions, secret, hosts, and scripts that remove access',
    granted: 'What was granted',
    secret: 'Who holds the secret',
    hosts: 'Hosts that are called',
    host: 'Host',
    port: 'Port',
    purpose: 'Purpose',
    removal: 'How to remove access',
    scripts: 'Shells',
  },
}
