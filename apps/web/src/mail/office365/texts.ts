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
    'Five values connect this bot to a mailbox of your Microsoft 365 organisation. Your IT admin has them, or can make them in ten minutes.',
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
    cloudHelp: 'Where your organisation’s Microsoft 365 lives. For nearly everyone it is Global.',
    cloudLocked: 'The cloud of the saved values. To change it, reset the configuration.',
    expires: 'Client secret expires on',
    expiresHelp: 'Optional. Stands beside the secret in Entra. We remind you 30, 14, 7 and 1 days before.',
    expiresIn: 'Expires in',
    months: (count: number) => `${count} months`,
    monthsFromToday: (count: number) => `${count} months from today`,
    expiresPast: 'This date is past. If the secret has expired, make a new one in Entra.',
    reveal: 'Show what you type',
    secretKept: 'Leave empty to keep the saved one.',
    secretLost: 'The saved secret was lost. Enter the client secret again.',
    secretGone: 'The saved secret belongs to another tenant, client or cloud. Enter the one for these values.',
    secretSaved: (savedOn: string, expires: string | null) =>
      expires ? `Saved on ${savedOn}, expires ${expires}.` : `Saved on ${savedOn}. No expiry date was entered.`,
    notes: {
      tenantDomain: 'A domain works too: Submit looks up the tenant ID that belongs to it.',
      principalName: 'A user name works, but it changes when the person is renamed. The object ID never does.',
      otherPrincipalName:
        'This is not the address in User Email. That is right only if both belong to the same mailbox. The object ID of the mailbox’s user is safer.',
    },
    submit: 'Submit',
    submitHelp: 'Submit asks Microsoft with these values, saves them and locks the form. No mail is sent.',
    asking: (host: string) =>
      `Asking Microsoft Entra at ${host} for a token with these values. This takes a few seconds.`,
    reset: 'Reset',
    resetTitle: 'Reset this configuration?',
    resetHelp: [
      'The form opens, so that other values can be entered.',
      'The saved configuration keeps sending until you submit new values, and you can cancel at any time.',
    ],
    resetKeep: 'Keep it locked',
    unlockedTitle: 'The saved configuration keeps sending until you submit',
    unlockedHelp: 'Change what is needed, then submit. Cancel reset locks the form again with nothing changed.',
    cancelReset: 'Cancel reset',
    savedTitle: 'Saved and locked',
    savedHelp: 'No mail has gone out with these values yet.',
    savedNext: 'Send a test email next',
    savedChecks: 'What Microsoft answered',
    faults: (count: number) => (count === 1 ? 'One value needs attention' : `${count} values need attention`),
    skip: 'Save without checking',
    nothingSaved: 'Nothing was saved.',
    skipHelp: 'You can save the values now and check them later: the state stays “Not tested” until a mail goes out.',
    changedTitle: 'This configuration was changed meanwhile',
    changedHelp: 'What you entered is not saved. It stays in this form until you load what is.',
    changedLoad: 'Load what is saved',
    restored: 'What was entered before is back, except the client secret: it is never kept.',
    startOver: 'Start over',
    draft: {
      kept: 'Each value is kept on the server once it is complete, so you can go on later and elsewhere. The client secret is never kept.',
      waiting: 'Keeping the complete values, without the client secret.',
      failed:
        'What you enter could not be kept on the server. It is still in this form, and is tried again every 10 seconds.',
    } satisfies Record<DraftState, string>,
    leaveTitle: 'Leave without saving?',
    leaveHelp: 'The client secret that you entered is not kept: you will have to enter it again.',
    leaveFailed: 'The values that you entered could not be kept. If you leave now, they are lost.',
    leave: 'Leave',
    stay: 'Stay here',
  },
  changedByKey: {
    title: (key: string) => `Last changed by the key “${key}”`,
    when: 'A program saved these values',
    help: 'If nobody expected that, revoke the key and look at what it entered.',
    toKeys: 'Service keys',
  },
  test: {
    step: 'Send test',
    title: 'Send a test email',
    recipient: 'Recipient',
    recipientHelp: (from: string) => `The message goes out from ${from}. Nothing is sent until you ask for it.`,
    recipientInvalid: 'Enter one address, such as ada@contoso.com.',
    send: 'Send test email',
    asking: 'Signing in to Microsoft afresh, then handing the message to Microsoft Graph.',
    checks: 'What was checked',
    accepted: 'Microsoft accepted the message. Check the inbox to confirm delivery.',
    acceptedHelp:
      'Not proven: that the message reaches the inbox. A spam filter, a quarantine or a rule may still hold it, and a bounce would come back to the sending mailbox.',
    simulated: 'The test was simulated. No message was sent.',
    simulatedHelp:
      'Sending is simulated on this server: it signed in to Microsoft, and did not hand the message over. Not proven: that the mailbox can send.',
    failed: 'The test failed: Microsoft did not take the message.',
    unknown: 'It is not known whether the message was sent.',
    unknownHelp:
      'The message was handed over and no answer came. Look into the inbox before you send another: it may have arrived.',
    to: (recipient: string) => `Test to ${recipient}`,
    unlocked: 'The test uses the saved values, not what is in the form now.',
    notConfigured: 'There is nothing to test yet',
    notConfiguredHelp: 'Enter the five values and submit them first.',
    goToConfiguration: 'Go to Configuration',
    arriveTitle: 'Nothing arrives?',
    arriveHelp: 'What becomes of a message that Microsoft accepted, only the mailboxes know. Look here, in this order.',
    messageTrace: 'Open Message trace in the Exchange admin center',
    bounces: 'What the code in a bounce means',
    limits: 'How much a mailbox may send',
  },
  check: {
    button: 'Check now',
    result: 'What Microsoft answered',
  },
  restrictionCheck: {
    title: 'Is the app limited to its mailbox?',
    how: [
      'The permission Mail.Send lets an app send from every mailbox of the organisation until Exchange Online limits it. This check asks Microsoft Graph to send a message that names no recipient: first from the bot’s own mailbox, then from another one.',
      'Nothing can go out, whatever the answer is.',
    ],
    undocumented:
      'The check relies on Microsoft looking at the permission before the recipients. It was seen to do so, but Microsoft does not document this order.',
    other: 'Another mailbox',
    otherHelp: 'One of your organisation that the app must not reach, such as your own. Its Object ID or its address.',
    otherInvalid: 'Enter the Object ID of the other mailbox’s user, or its address, such as ada@contoso.com.',
    button: 'Check the restriction',
    asking: 'Asking Microsoft Graph twice. Nothing is sent.',
    unlocked: 'The check uses the saved values, not what is in the form now.',
    outcomes: {
      limited: (mailbox: string) => `The app can send from ${mailbox}, and not from the other mailbox`,
      unlimited: () => 'The app can send from the other mailbox too',
      unknown: () => 'It is not known whether the app is limited',
    } satisfies Record<Restriction['outcome'], (mailbox: string) => string>,
    by: {
      'access-policy': 'An application access policy of Exchange Online refused the other mailbox.',
      'exchange-scope': 'The scope of the app’s role in Exchange Online leaves the other mailbox out.',
    } satisfies Record<NonNullable<Restriction['by']>, string>,
    meanings: {
      limited: 'This proves it for the one mailbox that was tried.',
      unlimited:
        'Whoever has the client secret can send as anybody whose mailbox is not kept out. If the app was limited a short while ago, Exchange Online can take up to two hours: check again then.',
      unknown: 'One of the two answers was not the expected one, so nothing follows from the other.',
    } satisfies Record<Restriction['outcome'], string>,
    checkedAt: 'Checked',
  },
  remove: {
    title: 'Remove Office 365 mail',
    help: 'Deletes the five values and the client secret for good. This bot stops sending at once, and messages that still wait are marked as failed. The app in Microsoft Entra stays as it is.',
    button: 'Remove',
    confirm: (bot: string) => `Remove Office 365 mail from ${bot}?`,
    lost: (mailbox: string) => [
      `${mailbox} is no longer used for sending.`,
      'The client secret is deleted and cannot be brought back.',
      'Messages that still wait are marked as failed.',
    ],
    keep: 'Keep it',
    done: 'The configuration and its secret are removed.',
  },
  steps: {
    label: 'Steps of the setup',
    done: 'done',
    start: 'Never done this before?',
    startLink: 'Begin with the prerequisites',
    finish: (next: string) => `Done, go on to ${next}`,
    next: (next: string) => `Go on to ${next}`,
    skip: 'Skip this step',
    undone: 'Not done yet',
    ask: 'Ask your IT admin',
  },
  tasks: {
    open: 'Open in Microsoft 365',
    newTab: 'opens in a new tab',
    traps: 'What goes wrong here',
    who: 'Who',
    outcome: 'Afterwards',
    takes: 'Takes',
    proof: 'Proof',
  },
  scripts: {
    what: (title: string) => `the script “${title}”`,
    refused: (value: string) => `This script cannot be written yet: ${value}`,
    lifetime: 'The client secret is valid for',
    lifetimeHelp: 'Shorter is safer, longer is less work. Microsoft advises less than 12 months.',
    months: (count: number) => `${count} months`,
    shells: 'Shells',
    bash: 'Azure CLI',
    powerShell: 'PowerShell',
    ways: 'Ways to restrict the app',
    rbac: 'RBAC for Applications',
    accessPolicy: 'Application Access Policy (legacy)',
    otherMailbox: 'A mailbox for the counter-test',
    otherMailboxHelp: 'Optional. One that the app must not send as, such as your own: the script then tests it too.',
    otherMailboxInvalid: 'Enter one address, such as ada@contoso.com.',
    checkedByRule:
      'These scripts were checked by rule against Microsoft’s documentation, not run against a tenant. They can be run again: what exists already is found and kept. Read one before you run it.',
    nameLeftOut: 'The bot’s name holds characters that a script must not hold, so the app is named after its ID.',
  },
  sharing: {
    known: {
      'not-shared':
        'No other bot of this dashboard uses this app. Whether other programs use it, the dashboard cannot know, so the scripts ask before they take something from the whole app.',
      shared: 'Other bots use this app too. The scripts leave alone what those bots need.',
      'mailbox-shared':
        'Another bot uses this app too, and it may send from the same mailbox. The scripts leave alone what that bot needs.',
      unknown: 'The scripts are written as if other bots used the app.',
    } satisfies Record<AppSharing, string>,
    why: {
      'no-app': 'Without a Client ID it is not known whether other bots use the app.',
      asking: 'The server is being asked whether other bots use this app.',
      failed:
        'The server could not say whether other bots use this app. It is asked again when you copy or download a script.',
    },
  },
  renew: {
    summary: 'You need a new client secret? Make one with a script',
    help: 'Adds a client secret to the app and prints the five values, to be pasted below. The old secret works on until somebody deletes it in Entra, so mail keeps going out. Other bots of the app may still use the old one. An owner of the app or an Application Administrator runs it.',
  },
  paste: {
    label: 'Paste all values at once',
    help: 'The output of a script, JSON, KEY=value lines or a mail. The fields are filled, and nothing is sent. It works in every field too.',
    fill: 'Fill the fields',
    filled: (names: readonly string[]) => `Filled in: ${names.join(', ')}`,
    nothing: 'Nothing was filled in',
    nothingHelp:
      'No value of the five was recognised. Paste the names together with the values, such as CLIENT_ID=3f25…',
    ignored: 'Not filled in:',
    undo: 'Undo',
  },
  entra: {
    title: 'Microsoft Entra setup',
    intro: 'After this step your organisation has an app that may send mail, and you have the five values.',
    who: 'Who does it: a Privileged Role Administrator or Global Administrator of your Microsoft 365. It takes ten minutes.',
    notYou: 'That is not you?',
    script: 'Register with a script',
    scriptHelp:
      'Registers the app, grants Mail.Send, makes a client secret and prints the five values as one text, which fills the form when it is pasted there. Filled in for this bot.',
    hand: 'Register by hand, step by step',
    handHelp:
      'The same in the Microsoft Entra admin center. If a link leads elsewhere, the names in the steps still fit.',
  },
  restrict: {
    title: 'Restrict app access',
    intro: 'After this step the app can send as this one mailbox and as no other.',
    who: 'Who does it: an Exchange Administrator, together with a Privileged Role Administrator. It takes ten minutes, and up to two hours until Microsoft follows.',
    why: 'The permission Mail.Send lets the app send as every mailbox of your organisation, the managing director’s included. Whoever gets hold of the client secret could do the same. You can do this now or after the first test; mail goes out either way.',
    script: 'Restrict it with a script',
    scriptHelp:
      'For Exchange Online PowerShell. It tests the scope first. It takes the wider grant away only if no other bot uses the app, the test passes and you confirm it. It needs User Email, Client ID and Tenant ID.',
    toValues: 'Enter it in Configuration',
    hand: 'Restrict it by hand',
    handHelp:
      'Two ways to the same end. Choose the first, unless your organisation already works with access policies.',
    proof: 'Prove it',
    proofLater: 'Once the values are saved, a check here asks Microsoft Graph whether another mailbox is out of reach.',
  },
  sameApplication: {
    title: 'Other bots use the same app',
    help: (count: number) =>
      count === 1
        ? 'This bot signs in with the same tenant and client. Its own saved secret stays as it is until you apply the new one.'
        : `These ${count} bots sign in with the same tenant and client. Their own saved secrets stay as they are until you apply the new one.`,
    apply: (count: number) => (count === 1 ? 'Apply the new secret to 1 bot' : `Apply the new secret to ${count} bots`),
    outcomes: { applied: 'Applied', failed: 'Not applied' },
    applied: (count: number, all: number) =>
      count === all
        ? `The new secret is applied to ${all === 1 ? 'this bot' : `all ${all} bots`}.`
        : `The new secret is applied to ${count} of ${all} bots. The others keep the secret that they had.`,
    failedHelp: 'Its configuration changed meanwhile. Open it to see.',
    again: (count: number) => (count === 1 ? 'Try again for 1 bot' : `Try again for ${count} bots`),
  },
  access: {
    title: 'What was granted, and taking it away again',
    help: 'For audits, firewalls and the day on which this bot is retired.',
    show: 'Permissions, secret, hosts and scripts to take it away',
    granted: 'What was granted',
    secret: 'Who holds the secret',
    hosts: 'Which hosts are called',
    host: 'Host',
    port: 'Port',
    purpose: 'For',
    removal: 'Taking it away again',
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
    intro: 'After this step you have the five values at hand, or you know whom to ask. Reading takes two minutes.',
    who: 'Who does it: you, if somebody hands you the five. Your Microsoft 365 IT admin can make them in ten minutes.',
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
    haveAll: 'You have all five?',
    goToConfiguration: 'Enter them now',
  },
}
