import type { Step } from '../actions.ts'
import type { Cause } from '../diagnosis.ts'
import type { Remedy } from '../rule.ts'

const ifMeantForThisApp: Step = {
  action: 'find-more-words',
  text: 'If you meant an email that this app sends, look for another error: open Messages, or choose Send test email.',
}

/** Remedies for errors that are not about this app, and for a message that was accepted. */
export const foreignTexts = {
  smtp_auth: {
    title: 'The error is about a sign-in by SMTP, IMAP or POP, not about this app',
    explanation:
      'A program signed in to a mail server with an older mail protocol and was refused. This app uses none of these protocols: it sends through Microsoft Graph.',
    nextSteps: [
      {
        action: 'nothing',
        text: 'Change nothing here: the values of this app are not the cause.',
      },
      {
        action: 'fix-program',
        text: 'If the program is meant to send through this app, have it call this app instead of a mail server.',
      },
      {
        action: 'check-mailbox',
        text: 'If it must use SMTP, ask your IT admin to check in the Microsoft 365 admin center > Users > Active users > the user > Mail > Manage email apps that Authenticated SMTP is allowed for the mailbox.',
      },
      ifMeantForThisApp,
    ],
    field: 'none',
    retryable: false,
    actor: 'dashboard-admin',
  },
  delegated_flow: {
    title: 'The error is about a person who signs in, not about this app',
    explanation:
      'Microsoft asked a person for something, such as a second factor, a code or consent. This app signs in with its own client secret and never as a person.',
    nextSteps: [
      { action: 'nothing', text: 'Change nothing here: the values of this app are not the cause.' },
      {
        action: 'fix-program',
        text: 'If a program runs without a person, have it sign in as an app, with the client credentials grant, or send through this app.',
      },
      {
        action: 'other',
        text: 'If a person really signs in, that person has to sign in again and complete what Microsoft asks for.',
      },
      ifMeantForThisApp,
    ],
    field: 'none',
    retryable: false,
    actor: 'dashboard-admin',
  },
  not_microsoft: {
    title: 'The error comes from another service',
    explanation:
      'The text shows that another service sent this error, not Microsoft Entra and not the mailbox. The values of this app are not the cause.',
    nextSteps: [
      { action: 'nothing', text: 'Change nothing here, and look for help at the service that sent the error.' },
      {
        action: 'fix-program',
        text: 'If the program is meant to send through this app, have it call this app instead of that service.',
      },
      ifMeantForThisApp,
    ],
    field: 'none',
    retryable: false,
    actor: 'dashboard-admin',
  },
  accepted: {
    title: 'Microsoft accepted the message',
    explanation:
      'Status 202 means that Microsoft Graph accepted the message for sending. The error occurred afterward, in the program that read the empty response.',
    nextSteps: [
      { action: 'check-sent-items', text: 'Do not send the message again: look for it in Sent Items of the mailbox.' },
      {
        action: 'fix-program',
        text: 'For the developers: treat status 202 as success, do not read a body, and update an old library.',
      },
    ],
    field: 'none',
    retryable: false,
    actor: 'developer',
  },
} satisfies Partial<Record<Cause, Remedy>>
