import type { Office365Field } from '@office365-email/shared/office365-fields'
import type { StatusAction } from '../describe-status.ts'

export const fieldHelp: Record<Office365Field, string> = {
  userEmail: 'The address of the mailbox that the mail comes from, such as bot@contoso.com.',
  clientId: 'In Entra: App registrations > your app > Overview > “Application (client) ID”.',
  tenantId: 'In Entra: App registrations > your app > Overview > “Directory (tenant) ID”.',
  clientSecret: 'In Entra: your app > Certificates & secrets > the “Value”, not the Secret ID. Entra shows it once.',
  userId: 'In Entra: Users > the mailbox’s user > Overview > “Object ID”.',
}

export const office365Texts = {
  title: 'Office 365 setup',
  emailSettings: 'Email settings',
  intro:
    'A few values connect this bot to a mailbox in your Microsoft 365 organization. Your IT admin has them, or can create them in ten minutes.',
  actions: {
    'set-up': 'Set up',
    test: 'Go to the test',
    'renew-secret': 'Renew the client secret',
    'renew-certificate': 'Renew the certificate',
    register: 'Register it in Entra',
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
    cloud: 'Microsoft cloud',
    cloudHelp: 'The cloud that hosts your organization. For nearly all organizations, it is Global.',
    cloudLocked: 'The cloud of the saved values. To change it, reset the configuration.',
    reveal: 'Show what you type',
    secretLost: 'The saved secret was lost. Enter the client secret again.',
    savedTitle: 'Saved and locked',
    savedHelp: 'No mail has been sent with these values yet.',
    savedNext: 'Send a test email next',
    savedChecks: 'Results of the checks',
    changedTitle: 'This configuration changed while you were editing',
    changedHelp: 'What you entered is not saved. It stays in this form until you load the saved values.',
    changedLoad: 'Load the saved values',
  },
  check: {
    button: 'Check now',
    result: 'Results of the checks',
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
}
