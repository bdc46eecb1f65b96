import type { CredentialKind } from '@office365-email/shared/credential'
import { formatCount } from '@office365-email/shared/format-count'
import type { IntakeLinkStatus } from '@office365-email/shared/intake-link'
import { fieldCounts } from '@office365-email/shared/office365-fields'

const byKind = <Text>(texts: Record<CredentialKind, Text>) => texts

export const intakeLinksTexts = {
  title: 'Let your IT admin fill in the values',
  help: byKind({
    'client-secret':
      'The link opens a page with every step and a form. Your IT admin needs no account here. The values are checked with Microsoft, then wait for your approval. The client secret is never sent by email or chat.',
    certificate:
      'The link opens a page with every step and a form for four values. Your IT admin needs no account here. This server then makes the certificate, and the page shows how to upload it to Entra. The values wait for your approval. No one sees a secret.',
    federated:
      'The link opens a page with every step and a form for four values. Your IT admin needs no account here. The page then shows the three values of the federated credential to enter in Entra. The values wait for your approval. There is no secret.',
  }),
  expiresIn: 'The link works for',
  hours: { 24: '24 hours', 72: '3 days', 168: '7 days' },
  create: 'Create link',
  another: 'Create another link',
  created: 'The link is ready. It is shown only once',
  createdHelp: 'Send it to your IT admin by email or chat. It takes the values once, and only until ',
  url: 'Link for your IT admin',
  copy: 'the link',
  mail: 'Write an email',
  mailSubject: (bot: string) => `Microsoft 365 mail for the bot “${bot}”: one form to fill in`,
  mailBody: (bot: string, url: string, until: string, kind: CredentialKind) =>
    [
      'Hello,',
      '',
      `Our bot “${bot}” in Unified Dashboard needs to send mail through Microsoft 365. This requires an app in Microsoft Entra and ${fieldCounts[kind]} values.`,
      '',
      'This page has every step, with scripts, and a form for the values. You do not need an account:',
      url,
      '',
      kind === 'client-secret'
        ? `The link takes the values once, until ${until}. Enter the client secret only there. Do not send it by email or chat.`
        : `The link takes the values once, until ${until}. The page then shows what to register in Microsoft Entra. There is no secret to send.`,
    ].join('\n'),
  list: 'Existing links',
  made: 'Created by',
  until: 'works until',
  secretDeleted: byKind({
    'client-secret': 'The client secret that was entered has been deleted. Create another link.',
    certificate: 'The private key of its certificate has been deleted. Create another link.',
    federated: 'No one approved its values in time. Create another link.',
  }),
  statuses: {
    open: 'Open',
    'waiting-for-approval': 'Waiting for approval',
    approved: 'Approved',
    revoked: 'Revoked',
    expired: 'Expired',
  } satisfies Record<IntakeLinkStatus, string>,
  revoke: 'Revoke',
  revokeLink: (created: string) => `Revoke the link created ${created}`,
  revokeTitle: 'Revoke this link?',
  revokeHelp:
    'The link stops working, and the values that were entered through it are deleted. You can create another link.',
  revokeKeep: 'Keep it',
  waiting: {
    help: byKind({
      'client-secret':
        'Check that the mailbox is the one you want, then approve. Until then, the client secret stays encrypted.',
      certificate:
        'Check that the mailbox is the one you want, then approve. You can approve before Entra accepts the certificate.',
      federated:
        'Check that the mailbox is the one you want, then approve. You can approve before Entra accepts the federated credential.',
    }),
    inEntra: 'In Entra',
    accepted: 'Accepted at the last check',
    notAccepted: 'Not accepted yet at the last check',
    received: 'Received',
    secret: 'Entered, encrypted',
    expires: 'Client secret expires on',
    noDate: 'No date was entered',
    cloud: 'Microsoft cloud',
    checks: 'Results of the checks',
    approve: 'Approve',
    approveHelp: 'When you approve, the values are checked with Microsoft again, saved, and locked. No mail is sent.',
    lockedTitle: 'A configuration is locked',
    lockedHelp: 'Reset it first. The saved values keep sending until you approve these.',
    toConfiguration: 'Go to Configuration',
  },
  approved: 'Approved, saved, and locked',
  approvedHelp: 'Send a test email next.',
  toTest: 'Go to the test',
  approvedWaiting: 'Approved. Entra does not accept the credential yet',
  approvedWaitingHelp:
    'The values are saved. Configuration shows what has to be registered in Entra, and checks it. The server also checks every day.',
  toRegistration: 'Go to Configuration',
  page: {
    title: 'Microsoft 365 mail for a bot',
    titleOf: (bot: string) => `Microsoft 365 mail for “${bot}”`,
    intro: byKind<(asker: string) => string>({
      'client-secret': (asker) =>
        `${asker} asks you to set this up for Unified Dashboard. Register the app in Microsoft Entra, enter the five values, then restrict the app to one mailbox. The values are checked with Microsoft immediately, then wait for approval. The client secret is encrypted and never shown to anyone.`,
      certificate: (asker) =>
        `${asker} asks you to set this up for Unified Dashboard. Register the app in Microsoft Entra, enter four values, upload the certificate that this page then shows, and restrict the app to one mailbox. The values are checked with Microsoft immediately, then wait for approval. There is no secret to copy: the private key of the certificate never leaves the server.`,
      federated: (asker) =>
        `${asker} asks you to set this up for Unified Dashboard. Register the app in Microsoft Entra, enter four values, add the federated credential that this page then shows, and restrict the app to one mailbox. The values are checked with Microsoft immediately, then wait for approval. There is no secret.`,
    }),
    until: 'This link takes the values once, until',
    tries: (count: number) =>
      `Microsoft refused the values. ${formatCount(count, 'try', 'tries')} ${count === 1 ? 'is' : 'are'} left. After that, the link no longer works.`,
    dead: 'This link does not work',
    deadHelp:
      'It was used, has expired, or was revoked, or the address is incomplete. Open it again from the message that you received, or ask for another link.',
    steps: 'On this page',
    register: 'Register the app',
    restrict: 'Restrict it to one mailbox',
    values: (kind: CredentialKind) => `Enter the ${fieldCounts[kind]} values`,
    made: {
      certificate:
        'Submit makes the certificate, and this page shows how to upload it. There is no secret to enter here.',
      federated:
        'Submit makes the federated credential, and this page shows how to add it. There is no secret to enter here.',
    },
    valuesHelp: 'Enter them only here. If Microsoft refuses the values, you can correct them and submit again.',
    submitHelp: 'Submit checks these values with Microsoft, then stores them until they are approved. No mail is sent.',
    doneTitle: 'Thank you. The values are submitted',
    doneHelp: (asker: string) =>
      `Microsoft accepted them. They now wait for approval by ${asker}, and no mail is sent before that. The link no longer works, so save the scripts below before you close this page.`,
    preparedTitle: {
      certificate: 'The values are submitted. Upload the certificate next',
      federated: 'The values are submitted. Add the federated credential next',
    },
    preparedHelp: (asker: string) =>
      `Microsoft knows the tenant and the app. The values now wait for approval by ${asker}, and no mail is sent before that. You can close this page and open the link again, until`,
    checks: 'Results of the checks',
    saveScript:
      'Save the script before you close this page: it needs the values that you entered, which the link does not show again.',
    noScript: (asker: string) =>
      `The script for this needs the values that were entered, which the link does not show again. Restrict the app by hand, or ask ${asker} for the script.`,
    restrictLater:
      'One task is left, unless you have already done it: until the app is restricted, it can send as every mailbox in your organization.',
  },
}
