import type { CredentialKind } from '@office365-email/shared/credential'
import type { AppSharing } from '@office365-email/shared/entra-setup/scripts/setup-script'
import { formatCount } from '@office365-email/shared/format-count'
import { fieldCounts, type Office365Field } from '@office365-email/shared/office365-fields'

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
  entra: {
    title: 'Microsoft Entra setup',
    intro: (kind: CredentialKind) =>
      `After this step, your organization has an app that can send mail, and you have the ${fieldCounts[kind]} values.`,
    who: 'Who does it: a Privileged Role Administrator or Global Administrator of your organization. It takes ten minutes.',
    notYou: 'Not you?',
    script: 'Register with a script',
    scriptHelp: (kind: CredentialKind) =>
      `The script registers the app, grants Mail.Send, ${kind === 'client-secret' ? 'creates a client secret, ' : ''}and prints the ${fieldCounts[kind]} values as one text. Paste this text into the form to fill it in. The script already contains this bot’s name and values.`,
    hand: 'Register by hand, step by step',
    handHelp:
      'The same steps in the Microsoft Entra admin center. If a link opens another page, look for the names in the steps.',
    later: 'After Submit',
    laterHelp: {
      certificate:
        'This is for later: the server makes the certificate when the values are submitted. Configuration then shows it, with a script that uploads it.',
      federated:
        'This is for later: the three values exist once the others are submitted. Configuration then shows them, with a script that enters them in Entra.',
    } satisfies Record<Exclude<CredentialKind, 'client-secret'>, string>,
  },
  restrict: {
    intro: 'After this step, the app can send only as this mailbox.',
    who: 'Who does it: an Exchange Administrator, together with a Privileged Role Administrator. It takes ten minutes, and up to two hours until the change takes effect.',
    why: 'The permission Mail.Send lets the app send as every mailbox in your organization, including the managing director’s. Anyone who can sign in as the app can do the same. You can do this step now or after the first test; the bot can send either way.',
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
    apply: (count: number) => `Apply the new secret to ${formatCount(count, 'bot')}`,
    outcomes: { applied: 'Applied', failed: 'Not applied' },
    applied: (count: number, all: number) =>
      count === all
        ? `The new secret is applied to ${all === 1 ? 'this bot' : `all ${all} bots`}.`
        : `The new secret is applied to ${count} of ${all} bots. The others keep their old secret.`,
    failedHelp:
      'The secret was not applied because the bot’s configuration changed. Open the bot to see its current state.',
    again: (count: number) => `Try again for ${formatCount(count, 'bot')}`,
  },
  prerequisites: {
    title: 'Prerequisites',
    intro: (kind: CredentialKind) =>
      `After this step, you have the ${fieldCounts[kind]} values, or you know whom to ask. Reading takes two minutes.`,
    who: (kind: CredentialKind) =>
      `Who does it: you, if someone gives you the ${fieldCounts[kind]} values. Your Microsoft 365 IT admin can create them in ten minutes.`,
    list: (kind: CredentialKind) => `The ${fieldCounts[kind]} values`,
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
    haveAll: (kind: CredentialKind) => `Do you have all ${fieldCounts[kind]}?`,
    later: {
      certificate:
        'One thing comes later: once you submit, your IT admin uploads the certificate that this server makes.',
      federated: 'One thing comes later: once you submit, your IT admin enters three values in Entra.',
    } satisfies Record<Exclude<CredentialKind, 'client-secret'>, string>,
    goToConfiguration: 'Enter them now',
  },
}
