import type { Message, MessageState } from '@office365-email/shared/message'

/** What a person can do about a message. The last two resolve a message whose outcome is unknown. */
export type FollowUp = 'cancel' | 'resend' | 'accepted' | 'failed'

export const messagesTexts = {
  title: 'Messages',
  intro: 'Messages that this bot sent or tried to send. Their texts are not shown.',
  filter: 'State',
  all: 'All states',
  states: {
    queued: 'Queued',
    sending: 'Sending',
    accepted: 'Accepted',
    simulated: 'Simulated',
    failed: 'Failed',
    unknown: 'Unknown',
    cancelled: 'Canceled',
  } satisfies Record<MessageState, string>,
  meanings: {
    queued: 'It is waiting to be sent.',
    sending: 'It is being sent to Microsoft.',
    accepted: 'Microsoft accepted it. Check the recipient’s inbox to confirm delivery.',
    simulated: 'Nothing was sent: sending is simulated on this server, so the message was not submitted to Microsoft.',
    failed: 'It was not sent.',
    unknown: 'It was submitted to Microsoft, but no response came: it may or may not have been sent.',
    cancelled: 'It was canceled before it was sent.',
  } satisfies Record<MessageState, string>,
  followUps: {
    ask: 'Look in the recipient’s inbox or in the mailbox’s Sent Items, then choose what happened. The message is never sent again automatically.',
    names: {
      cancel: 'Cancel',
      resend: 'Send again',
      accepted: 'It was sent',
      failed: 'It was not sent',
    } satisfies Record<FollowUp, string>,
    resendTitle: 'Send this message again?',
    resendHelp: {
      unknown: 'If it was sent the first time, the recipients get it twice.',
      again: 'This message was already sent again. If you send it once more, the recipients may get it twice.',
    },
    keep: 'Do not send',
  },
  source: ({ kind, name }: Message['source']) => (kind === 'test' ? `Test by ${name}` : name),
  to: 'To',
  cc: 'Cc',
  bcc: 'Bcc',
  by: 'Sent by',
  attempts: 'Attempts',
  requestId: 'Microsoft’s request ID',
  settled: 'Finished',
  resendOf: 'Resend of',
  noSubject: 'No subject',
  others: (count: number) => `and ${count} more`,
  details: 'Details',
  more: 'Load more',
  empty: 'No messages yet',
  emptyHelp: 'Messages that this bot sends are listed here, newest first.',
  emptyState: 'No messages in this state',
  showAll: 'Show all messages',
  setUp: 'Office 365 setup',
}
