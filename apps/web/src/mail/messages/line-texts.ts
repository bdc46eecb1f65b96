import type { MessageState } from '@office365-email/shared/message'

/** For the line of a message. The page of a bot shows lines without the other texts. */
export const lineTexts = {
  states: {
    queued: 'Queued',
    sending: 'Sending',
    accepted: 'Accepted',
    simulated: 'Simulated',
    failed: 'Failed',
    unknown: 'Unknown',
    cancelled: 'Canceled',
  } satisfies Record<MessageState, string>,
  noSubject: 'No subject',
}
