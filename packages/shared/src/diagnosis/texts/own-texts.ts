import type { OwnCause } from '../diagnosis.ts'
import type { Remedy } from '../rule.ts'
import { checkSentItems } from './steps.ts'

/** Remedies for failures of this server itself, about which Microsoft has said nothing. */
export const ownTexts = {
  assertion_unavailable: {
    title: 'The token file of the platform cannot be read',
    explanation:
      'This server signs in with a token that the platform writes into a file (FEDERATED_TOKEN_FILE), and the file is missing or does not contain a token. Microsoft was not asked.',
    nextSteps: [
      {
        action: 'ask-operator',
        text: 'Ask the operator of this server to check FEDERATED_TOKEN_FILE: the file has to exist, and the user who runs the server has to be able to read it.',
      },
      {
        action: 'ask-operator',
        text: 'In Kubernetes, check that the service account and the label for workload identity are set, and start the server again.',
      },
    ],
    field: 'clientSecret',
    retryable: false,
    actor: 'dashboard-admin',
  },
  interrupted: {
    title: 'This server stopped before Microsoft responded',
    explanation:
      'This server stopped or restarted while it was submitting the message to Microsoft. The message may or may not have been sent, so this server does not send it again automatically.',
    nextSteps: [
      checkSentItems,
      {
        action: 'settle-message',
        text: 'Under Messages, record what you found, or have the service send the message again.',
      },
      {
        action: 'ask-operator',
        text: 'If this stop was not planned, ask the operator of this server to look for the reason in its log.',
      },
    ],
    field: 'none',
    retryable: false,
    actor: 'dashboard-admin',
  },
  answer_timed_out: {
    title: 'Microsoft Graph did not respond in time',
    explanation:
      'This server waited for a response from Microsoft Graph until its time limit, and received none. Microsoft may be slow, or the connection may have been lost.',
    nextSteps: [
      {
        action: 'check-sent-items',
        text: 'If a message was being sent, look in Sent Items of the mailbox before you send it again.',
      },
      { action: 'try-again', text: 'Otherwise, try again in a minute.' },
      {
        action: 'ask-operator',
        text: 'If it happens often, ask the operator of this server to check its connection to graph.microsoft.com on port 443.',
      },
    ],
    field: 'network',
    retryable: true,
    actor: 'dashboard-admin',
  },
  sign_in_timed_out: {
    title: 'The sign-in to Microsoft took too long',
    explanation:
      'The time limit of this request passed before Microsoft Entra completed the sign-in. No message was sent.',
    nextSteps: [
      { action: 'try-again', text: 'Try again in a minute.' },
      {
        action: 'ask-operator',
        text: 'If it happens often, ask the operator of this server to check its connection to login.microsoftonline.com on port 443.',
      },
    ],
    field: 'network',
    retryable: true,
    actor: 'nobody',
  },
  lane_full: {
    title: 'Too many messages from this mailbox were waiting',
    explanation:
      'This server sends only a few messages from one mailbox at a time, as Microsoft requires. This message did not get its turn in time and was not sent.',
    nextSteps: [
      {
        action: 'send-again',
        text: 'A queued message is sent later automatically. Send any other message again in a minute.',
      },
      {
        action: 'send-less',
        text: 'If it happens often, spread the messages over a longer time or over several mailboxes.',
      },
    ],
    field: 'throttling',
    retryable: true,
    actor: 'nobody',
  },
  pause_not_over: {
    title: 'The pause that Microsoft asked for is not over',
    explanation:
      'Microsoft asked for a pause earlier, and this server sends nothing from this mailbox until the pause is over. This message was not sent.',
    nextSteps: [
      { action: 'wait', text: 'Wait: a queued message is sent automatically after the pause.' },
      { action: 'send-again', text: 'Send any other message again after the pause.' },
      {
        action: 'send-less',
        text: 'If it happens often, spread the messages over a longer time or over several mailboxes.',
      },
    ],
    field: 'throttling',
    retryable: true,
    actor: 'nobody',
  },
  server_stopping: {
    title: 'This server was shutting down',
    explanation:
      'This server was shut down or restarted before it could submit the message to Microsoft. The message was not sent.',
    nextSteps: [
      {
        action: 'send-again',
        text: 'A queued message is sent automatically after the restart. Send any other message again then.',
      },
      { action: 'ask-operator', text: 'If this server does not start again, ask its operator to start it.' },
    ],
    field: 'service',
    retryable: true,
    actor: 'nobody',
  },
  expired_in_queue: {
    title: 'The message waited too long and was not sent',
    explanation:
      'This server tries to send a queued message for 24 hours and then gives up, because the content may be out of date. The message was not sent.',
    nextSteps: [
      { action: 'send-test-email', text: 'Choose Send test email, which shows what prevents sending.' },
      { action: 'send-again', text: 'Then send the message again if it is still needed.' },
    ],
    field: 'none',
    retryable: false,
    actor: 'dashboard-admin',
  },
  configuration_changed: {
    title: 'The configuration was changed before this message was sent',
    explanation:
      'While the message was waiting, the configuration was removed, or submitted with another tenant or mailbox. This server sends nothing from a mailbox that was not configured when it accepted the message.',
    nextSteps: [
      {
        action: 'send-again',
        text: 'Send the message again if it should be sent from the mailbox that is configured now.',
      },
    ],
    field: 'none',
    retryable: false,
    actor: 'dashboard-admin',
  },
  restored_from_backup: {
    title: 'The message comes from a restored backup',
    explanation:
      'The message was waiting when the backup was made, and may have been sent before the restore. This server holds it, so that no recipient receives it twice by accident.',
    nextSteps: [
      {
        action: 'check-sent-items',
        text: 'Look in the Sent Items of the mailbox to find out whether the message was sent.',
      },
      {
        action: 'settle-message',
        text: 'Under Messages, record what you found, or choose to send the message again.',
      },
    ],
    field: 'none',
    retryable: false,
    actor: 'dashboard-admin',
  },
  message_unreadable: {
    title: 'The stored message cannot be decrypted',
    explanation:
      'The message is stored encrypted until it is sent, and this server no longer has the key that decrypts it. The message was not sent.',
    nextSteps: [
      { action: 'send-again', text: 'Have the service send the message again, with a new Idempotency-Key.' },
      {
        action: 'ask-operator',
        text: 'If messages are still waiting, ask the operator of this server to restore the encryption key.',
      },
    ],
    field: 'none',
    retryable: false,
    actor: 'developer',
  },
  message_outdated: {
    title: 'This version of the server cannot send the stored message',
    explanation:
      'An older version of the server stored the message, and this version refuses messages of that kind. The message was not sent.',
    nextSteps: [
      {
        action: 'send-again',
        text: 'Have the service send the message again, with a new Idempotency-Key. The response says what to change in it.',
      },
    ],
    field: 'message',
    retryable: false,
    actor: 'developer',
  },
  sending_off: {
    title: 'Sending is turned off on this server',
    explanation:
      'The operator runs this server with SENDING=off, so it neither accepts nor sends mail. Nothing was stored or sent.',
    nextSteps: [
      { action: 'ask-operator', text: 'Ask the operator of this server to turn on sending.' },
      { action: 'send-again', text: 'Then send the message again.' },
    ],
    field: 'service',
    retryable: true,
    actor: 'dashboard-admin',
  },
} satisfies Record<OwnCause, Remedy>
