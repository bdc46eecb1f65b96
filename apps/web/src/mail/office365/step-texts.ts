import type { AppSharing } from '@office365-email/shared/entra-setup/scripts/setup-script'
import type { Restriction } from '@office365-email/shared/office365-configuration'
import type { Office365Field } from '@office365-email/shared/office365-fields'

/** Texts that the configuration page does not show, so that it need not load them. */
export const stepTexts = {
  tasks: {
    open: 'Open in Microsoft 365',
    newTab: 'opens in a new tab',
    traps: 'Common mistakes',
    who: 'Who',
    outcome: 'Result',
    takes: 'Time needed',
    proof: 'Proof',
  },
  scripts: {
    what: (title: string) => `the script “${title}”`,
    refused: (value: string) => `This script is not available: ${value}`,
    lifetime: 'The client secret is valid for',
    lifetimeHelp: 'A shorter lifetime is safer, a longer one is less work. Microsoft recommends less than 12 months.',
    months: (count: number) => `${count} months`,
    shells: 'Shells',
    bash: 'Azure CLI',
    powerShell: 'PowerShell',
    ways: 'Ways to restrict the app',
    rbac: 'RBAC for Applications',
    accessPolicy: 'Application Access Policy (legacy)',
    otherMailbox: 'Mailbox that the app must not reach',
    otherMailboxHelp:
      'Optional. Enter the address of a mailbox, such as your own. The script then also tests that the app cannot send as it.',
    otherMailboxInvalid: 'Enter one address, such as ada@contoso.com.',
    checkedByRule:
      'These scripts were checked against Microsoft’s documentation, but not run in a tenant. You can run them again: they find and keep what already exists. Read a script before you run it.',
    nameLeftOut:
      'The bot’s name contains characters that are not safe in a script, so the app is named after the bot’s ID.',
  },
  sharing: {
    known: {
      'not-shared':
        'No other bot in this dashboard uses this app. The dashboard cannot know whether other programs use it, so the scripts ask before they remove anything from the whole app.',
      shared: 'Other bots use this app too. The scripts keep what those bots need.',
      'mailbox-shared':
        'Another bot uses this app too, and it may send from the same mailbox. The scripts keep what that bot needs.',
      unknown: 'The scripts assume that other bots use the app.',
    } satisfies Record<AppSharing, string>,
    why: {
      'no-app': 'Without a Client ID, it is not known whether other bots use the app.',
      asking: 'Checking whether other bots use this app.',
      failed:
        'The server could not check whether other bots use this app. The page asks again when you copy or download a script.',
    },
  },
  renew: {
    summary: 'Do you need a new client secret? Create one with a script',
    help: 'The script adds a client secret to the app and prints the five values for you to paste below. The old secret keeps working until someone deletes it in Entra, so sending continues. Other bots that use the app may still need the old secret. An owner of the app or an Application Administrator must run the script.',
  },
  entra: {
    title: 'Microsoft Entra setup',
    intro: 'After this step, your organization has an app that can send mail, and you have the five values.',
    who: 'Who does it: a Privileged Role Administrator or Global Administrator of your organization. It takes ten minutes.',
    notYou: 'Not you?',
    script: 'Register with a script',
    scriptHelp:
      'The script registers the app, grants Mail.Send, creates a client secret, and prints the five values as one text. Paste this text into the form to fill it in. The script already contains this bot’s name and values.',
    hand: 'Register by hand, step by step',
    handHelp:
      'The same steps in the Microsoft Entra admin center. If a link opens another page, look for the names in the steps.',
  },
  restrict: {
    title: 'Restrict app access',
    intro: 'After this step, the app can send only as this mailbox.',
    who: 'Who does it: an Exchange Administrator, together with a Privileged Role Administrator. It takes ten minutes, and up to two hours until the change takes effect.',
    why: 'The permission Mail.Send lets the app send as every mailbox in your organization, including the managing director’s. Anyone who gets the client secret can do the same. You can do this step now or after the first test; the bot can send either way.',
    script: 'Restrict it with a script',
    scriptHelp:
      'For Exchange Online PowerShell. The script tests the scope first. It removes the wider permission only if no other bot uses the app, the test passes, and you confirm. It needs User Email, Client ID, and Tenant ID.',
    toValues: 'Enter it in Configuration',
    hand: 'Restrict it by hand',
    handHelp:
      'There are two ways. Choose the first one, unless your organization already uses application access policies.',
    proof: 'Prove it',
    proofLater: 'After you save the values, you can check here whether the app can send from another mailbox.',
  },
  sameApplication: {
    title: 'Other bots use the same app',
    help: (count: number) =>
      count === 1
        ? 'This bot signs in with the same tenant and client. It keeps its own saved secret until you apply the new one.'
        : `These ${count} bots sign in with the same tenant and client. They keep their own saved secrets until you apply the new one.`,
    apply: (count: number) => (count === 1 ? 'Apply the new secret to 1 bot' : `Apply the new secret to ${count} bots`),
    outcomes: { applied: 'Applied', failed: 'Not applied' },
    applied: (count: number, all: number) =>
      count === all
        ? `The new secret is applied to ${all === 1 ? 'this bot' : `all ${all} bots`}.`
        : `The new secret is applied to ${count} of ${all} bots. The others keep their old secret.`,
    failedHelp:
      'The secret was not applied because the bot’s configuration changed. Open the bot to see its current state.',
    again: (count: number) => (count === 1 ? 'Try again for 1 bot' : `Try again for ${count} bots`),
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
  facts: {
    accepted: 'Last mail accepted',
    never: 'None yet',
    expires: 'Client secret',
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
  prerequisites: {
    title: 'Prerequisites',
    intro: 'After this step, you have the five values, or you know whom to ask. Reading takes two minutes.',
    who: 'Who does it: you, if someone gives you the five values. Your Microsoft 365 IT admin can create them in ten minutes.',
    list: 'The five values',
    count: (count: number, all: number) => `${count} of ${all} at hand`,
    open: 'Open in Microsoft 365',
    have: {
      userEmail: 'I have the mailbox address',
      clientId: 'I have the client ID',
      tenantId: 'I have the tenant ID',
      clientSecret: 'I have the secret’s value',
      userId: 'I have the user’s object ID',
    } satisfies Record<Office365Field, string>,
    where: 'Where',
    looks: 'Looks like',
    example: 'Example:',
    seenBy: 'Who sees it',
    haveAll: 'Do you have all five?',
    goToConfiguration: 'Enter them now',
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
        'Anyone who has the client secret can send as every mailbox that is not blocked. If you limited the app recently, Exchange Online can take up to two hours to apply the limit: check again then.',
      unknown: 'One of the two responses was not the expected one, so the other one proves nothing.',
    } satisfies Record<Restriction['outcome'], string>,
    checkedAt: 'Checked',
  },
  remove: {
    title: 'Remove Office 365 mail',
    help: 'Permanently deletes the five values and the client secret. This bot stops sending immediately, and queued messages are marked as failed. The app in Microsoft Entra stays as it is.',
    button: 'Remove',
    confirm: (bot: string) => `Remove Office 365 mail from ${bot}?`,
    lost: (mailbox: string) => [
      `${mailbox} is no longer used for sending.`,
      'The client secret is deleted and cannot be restored.',
      'Queued messages are marked as failed.',
    ],
    keep: 'Keep it',
    done: 'The configuration and its secret are removed.',
  },
}
