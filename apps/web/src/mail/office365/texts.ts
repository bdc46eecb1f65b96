import type { AppSharing } from '@office365-email/shared/entra-setup/scripts/setup-script'
import type { Restriction } from '@office365-email/shared/office365-configuration'
import type { Office365Field } from '@office365-email/shared/office365-fields'
import type { StatusAction } from '../describe-status.ts'
import type { DraftState } from './draft-writer.ts'

export const fieldHelp: Record<Office365Field, string> = {
  userEmail: 'The address of the mailbox that the mail comes from, such as bot@contoso.com.',
  clientId: 'In Entra: App registrations → your app → Overview → “Application (client) ID”.',
  tenantId: 'In Entra: App registrations → your app → Overview → “Directory (tenant) ID”.',
  clientSecret: 'In Entra: your app → Certificates & secrets → the “Value”, not the Secret ID. Entra shows it once.',
  userId: 'In Entra: Users → the mailbox’s user → Overview → “Object ID”.',
}

export const office365Texts = {
  title: 'Office 365 setup',
  settings: 'Settings',
  emailSettings: 'Email settings',
  intro:
    'Five values connect this bot to a mailbox in your Microsoft 365 organization. Your IT admin has them, or can create them in ten minutes.',
  actions: {
    'set-up': 'Set up',
    test: 'Go to the test',
    'renew-secret': 'Renew the client secret',
    'correct-values': 'Correct the values',
    'next-steps': 'See the next steps',
    check: 'Check now',
  } satisfies Record<StatusAction, string>,
  whatToDo: 'Why, and what to do',
  configuration: {
    title: 'Configuration',
    locked: 'Locked',
    unlocked: 'Unlocked',
    saved: 'Saved by',
    lockedReason: 'The values are locked while they are in use. Reset to enter others.',
    cloud: 'Microsoft cloud',
    cloudHelp: 'The cloud that hosts your organization. For nearly all organizations, it is Global.',
    cloudLocked: 'The cloud of the saved values. To change it, reset the configuration.',
    expires: 'Client secret expires on',
    expiresHelp: 'Optional. Entra shows the date next to the secret. We remind you 30, 14, 7, and 1 days before.',
    expiresIn: 'Expires in',
    months: (count: number) => `${count} months`,
    monthsFromToday: (count: number) => `${count} months from today`,
    expiresPast: 'This date has passed. If the secret has expired, create a new one in Entra.',
    reveal: 'Show what you type',
    secretKept: 'Leave empty to keep the saved one.',
    secretLost: 'The saved secret was lost. Enter the client secret again.',
    secretGone: 'The saved secret belongs to another tenant, client, or cloud. Enter the secret for these values.',
    secretSaved: (savedOn: string, expires: string | null) =>
      expires ? `Saved on ${savedOn}, expires ${expires}.` : `Saved on ${savedOn}. No expiry date was entered.`,
    notes: {
      tenantDomain: 'A domain works too: Submit looks up the tenant ID that belongs to it.',
      principalName: 'A user name works, but it changes when the person is renamed. The object ID never changes.',
      otherPrincipalName:
        'This differs from the address in User Email, which is correct only if both belong to the same mailbox. The object ID of the mailbox’s user is safer.',
    },
    submit: 'Submit',
    submitHelp: 'Submit checks these values with Microsoft, saves them, and locks the form. No mail is sent.',
    asking: (host: string) =>
      `Asking Microsoft Entra at ${host} for a token with these values. This takes a few seconds.`,
    reset: 'Reset',
    resetTitle: 'Reset this configuration?',
    resetHelp: [
      'The form opens, so that you can enter other values.',
      'The saved configuration keeps sending until you submit new values, and you can cancel at any time.',
    ],
    resetKeep: 'Keep it locked',
    unlockedTitle: 'The saved configuration keeps sending until you submit',
    unlockedHelp: 'Change what you need, then submit. Cancel reset locks the form again and changes nothing.',
    cancelReset: 'Cancel reset',
    savedTitle: 'Saved and locked',
    savedHelp: 'No mail has been sent with these values yet.',
    savedNext: 'Send a test email next',
    savedChecks: 'Results of the checks',
    faults: (count: number) => (count === 1 ? 'One value needs attention' : `${count} values need attention`),
    skip: 'Save without checking',
    nothingSaved: 'Nothing was saved.',
    skipHelp:
      'You can save the values now and check them later: the status stays “Not tested” until a message is sent.',
    changedTitle: 'This configuration changed while you were editing',
    changedHelp: 'What you entered is not saved. It stays in this form until you load the saved values.',
    changedLoad: 'Load the saved values',
    restored: 'The values that were entered before are back, except the client secret: it is never kept.',
    startOver: 'Start over',
    draft: {
      kept: 'Each complete value is kept on the server, so that you can continue later or on another device. The client secret is never kept.',
      waiting: 'Saving a draft of the complete values, without the client secret.',
      failed:
        'The draft could not be saved on the server. Your values are still in this form. The page tries again every 10 seconds.',
    } satisfies Record<DraftState, string>,
    leaveTitle: 'Leave without saving?',
    leaveHelp: 'The client secret that you entered is not kept. You will have to enter it again.',
    leaveFailed: 'The values that you entered could not be saved in the draft. If you leave now, they are lost.',
    leave: 'Leave',
    stay: 'Stay here',
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
    notConfiguredHelp: 'Enter the five values and submit them first.',
    goToConfiguration: 'Go to Configuration',
    arriveTitle: 'If nothing arrives',
    arriveHelp:
      'After Microsoft accepts a message, it does not report what happens to it next. Check the following, in this order.',
    messageTrace: 'Open Message trace in the Exchange admin center',
    bounces: 'What the code in a bounce means',
    limits: 'How much a mailbox may send',
  },
  check: {
    button: 'Check now',
    result: 'Results of the checks',
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
  steps: {
    label: 'Steps of the setup',
    done: 'done',
    start: 'Never done this before?',
    startLink: 'Start with the prerequisites',
    finish: (next: string) => `Done, continue to ${next}`,
    next: (next: string) => `Continue to ${next}`,
    skip: 'Skip this step',
    undone: 'Mark as not done',
    ask: 'Ask your IT admin',
  },
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
  paste: {
    label: 'Paste all values at once',
    help: 'The output of a script, JSON, KEY=value lines, or an email. The fields are filled in, and nothing is sent. You can also paste into any field.',
    fill: 'Fill the fields',
    filled: (names: readonly string[]) => `Filled in: ${names.join(', ')}`,
    nothing: 'Nothing was filled in',
    nothingHelp:
      'None of the five values was recognized. Paste the names together with the values, such as CLIENT_ID=3f25…',
    ignored: 'Not filled in:',
    replaced: (names: readonly string[]) => `Replaced what you entered: ${names.join(', ')}`,
    kept: (names: readonly string[]) =>
      `The text has another value for ${names.join(', ')}. What you entered was kept. To use the text instead, select “Fill the fields”. To use what you entered, submit again.`,
    undo: 'Undo',
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
}
