import type { OwnCause } from '../diagnosis.ts'
import type { Remedy } from '../rule.ts'
import { checkSentItems } from './steps.ts'

/** What it means when this server itself failed, or had a reason not to go on. Microsoft has said nothing then. */
export const ownTexts = {
  interrupted: {
    title: 'This server stopped before the answer from Microsoft came',
    explanation:
      'The message was being handed over when this server stopped or restarted. It may or may not have gone out, so this server does not send it again by itself.',
    nextSteps: [
      checkSentItems,
      {
        action: 'settle-message',
        text: 'Under Messages, record what you found, or have the service send the message once more.',
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
    title: 'No answer came from Microsoft in time',
    explanation:
      'This server waited for an answer from Microsoft Graph for as long as it may, and none came. Microsoft may be slow, or the connection may have been lost on the way.',
    nextSteps: [
      { action: 'try-again', text: 'Try again in a minute.' },
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
      'The time for this request was over before Microsoft Entra had completed the sign-in. No message was handed over.',
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
    title: 'Too many messages of this mailbox were waiting',
    explanation:
      'This server sends only a few messages of one mailbox at a time, as Microsoft asks of it. The turn of this message did not come in time, and it was not sent.',
    nextSteps: [
      {
        action: 'send-again',
        text: 'A queued message is sent later by itself. Send any other message again in a minute.',
      },
      {
        action: 'send-less',
        text: 'If it happens often, spread the messages over more time or over several mailboxes.',
      },
    ],
    field: 'throttling',
    retryable: true,
    actor: 'nobody',
  },
  pause_not_over: {
    title: 'The pause that Microsoft asked for is not over',
    explanation:
      'Microsoft asked for a pause earlier, and this server sends nothing from this mailbox until it is over. This message was not handed over.',
    nextSteps: [
      { action: 'wait', text: 'Wait: a queued message goes out by itself when the pause is over.' },
      { action: 'send-again', text: 'Send any other message again after the pause.' },
      {
        action: 'send-less',
        text: 'If it happens often, spread the messages over more time or over several mailboxes.',
      },
    ],
    field: 'throttling',
    retryable: true,
    actor: 'nobody',
  },
  server_stopping: {
    title: 'This server was stopping',
    explanation:
      'This server was shut down or restarted before it could hand the message over. The message was not sent.',
    nextSteps: [
      {
        action: 'send-again',
        text: 'A queued message is sent by itself after the restart. Send any other message again then.',
      },
      { action: 'ask-operator', text: 'If this server does not come back, ask its operator to start it.' },
    ],
    field: 'service',
    retryable: true,
    actor: 'nobody',
  },
  expired_in_queue: {
    title: 'The message waited too long and was given up',
    explanation:
      'This server tries to send a queued message for 24 hours and then gives it up, since it may say what is no longer true. It was not sent.',
    nextSteps: [
      { action: 'send-test-email', text: 'Choose Send test email: it shows what keeps mail from going out.' },
      { action: 'send-again', text: 'Then send the message again if it is still wanted.' },
    ],
    field: 'none',
    retryable: false,
    actor: 'dashboard-admin',
  },
  configuration_changed: {
    title: 'The configuration was changed before this message was sent',
    explanation:
      'The message waited while the configuration was removed or submitted for another tenant or mailbox. Nothing is sent from a mailbox that was not configured when the message was taken.',
    nextSteps: [
      {
        action: 'send-again',
        text: 'Send the message again if it should go out from the mailbox that is configured now.',
      },
    ],
    field: 'none',
    retryable: false,
    actor: 'dashboard-admin',
  },
  restored_from_backup: {
    title: 'The message waited when the backup was made that was restored',
    explanation:
      'It may have been sent between the backup and the restore. This server holds it, so that no recipient gets it twice by accident.',
    nextSteps: [
      {
        action: 'check-sent-items',
        text: 'Look into the Sent Items of the mailbox to find out whether the message went out.',
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
    title: 'The stored message cannot be opened',
    explanation:
      'The message is stored encrypted until it is sent, and this server no longer has the key that opens it. It was not sent.',
    nextSteps: [
      { action: 'send-again', text: 'Have the service send the message again, with a new Idempotency-Key.' },
      {
        action: 'ask-operator',
        text: 'If messages still wait, ask the operator of this server to put the encryption key back.',
      },
    ],
    field: 'none',
    retryable: false,
    actor: 'developer',
  },
  sending_off: {
    title: 'Sending is switched off on this server',
    explanation:
      'The operator runs this server with SENDING=off, so it takes and sends no mail. Nothing was stored or sent.',
    nextSteps: [
      { action: 'ask-operator', text: 'Ask the operator of this server to switch sending on.' },
      { action: 'send-again', text: 'Then send the message again.' },
    ],
    field: 'service',
    retryable: true,
    actor: 'dashboard-admin',
  },
} satisfies Record<OwnCause, Remedy>
