import type { Message, MessageState } from '@office365-email/shared/message'

/** What a person may do about a message: the last two say what became of one whose fate was unknown. */
export type FollowUp = 'cancel' | 'resend' | 'accepted' | 'failed'

export const messagesTexts = {
  title: 'Messages',
  intro: 'What this bot sent or tried to send. The text of a message is not kept.',
  filter: 'State',
  all: 'All states',
  states: {
    queued: 'Queued',
    sending: 'Sending',
    accepted: 'Accepted',
    simulated: 'Simulated',
    failed: 'Failed',
    unknown: 'Unknown',
    cancelled: 'Cancelled',
  } satisfies Record<MessageState, string>,
  meanings: {
    queued: 'It waits for its turn.',
    sending: 'It is on its way to Microsoft.',
    accepted: 'Microsoft accepted it. The recipient’s inbox confirms the rest.',
    simulated:
      'Nothing was sent: sending is simulated on this server, so everything was done except the hand-over to Microsoft.',
    failed: 'It was not sent.',
    unknown: 'It was handed over and no answer came: it may or may not have been sent.',
    cancelled: 'It was cancelled before it was sent.',
  } satisfies Record<MessageState, string>,
  followUps: {
    ask: 'Look into the recipient’s inbox or the mailbox’s Sent Items, then say what became of it. It is never sent again by itself.',
    names: {
      cancel: 'Cancel',
      resend: 'Send again',
      accepted: 'It was sent',
      failed: 'It was not sent',
    } satisfies Record<FollowUp, string>,
    resendTitle: 'Send this message again?',
    resendHelp: 'If the first one was sent after all, the recipients get it twice.',
    keep: 'Do not send',
  },
  source: ({ kind, name }: Message['source']) => (kind === 'test' ? `Test by ${name}` : name),
  to: 'To',
  cc: 'Cc',
  bcc: 'Bcc',
  by: 'Sent by',
  attempts: 'Attempts',
  requestId: 'Microsoft’s request ID',
  settled: 'Settled',
  resendOf: 'Sent again for',
  noSubject: 'No subject',
  others: (count: number) => `and ${count} more`,
  details: 'Details',
  more: 'Load more',
  empty: 'No messages yet',
  emptyHelp: 'Whatever this bot sends is listed here, newest first.',
  emptyState: 'No message is in this state',
  showAll: 'Show all messages',
  setUp: 'Office 365 setup',
}
