import { formatCount } from '@office365-email/shared/format-count'
export const sendingTexts = {
  off: {
    title: 'Sending is off',
    help: 'Every message and test email is refused. Queued messages stay queued. An operator turned sending off on this server (SENDING=off) and can turn it on again.',
  },
  simulate: {
    title: 'Sending is simulated',
    help: 'Messages and test emails are accepted, but none is submitted to Microsoft, so no mail is sent. An operator set this on this server (SENDING=simulate).',
  },
  held: {
    title: 'Sending is held',
    since: 'Held since',
    why: 'The database of this server was restored from a backup. Another server may still use the same mailboxes, so every message and test email is refused, alerts are not posted, and daily checks do not run.',
    askOwner: 'An owner has to release sending.',
  },
  release: {
    action: 'Send from here',
    title: 'Send mail from this server?',
    help: 'Bots send with their saved configurations from now on, and alerts are posted to their webhooks. If another server uses the same mailboxes, both send.',
    queued: (count: number) =>
      count === 0
        ? 'No messages are queued, so nothing is sent immediately.'
        : `${formatCount(count, 'queued message')} ${count === 1 ? 'is' : 'are'} sent immediately.`,
    restored:
      'Messages that were queued when the backup was made are listed as “Unknown”. They are not sent automatically.',
    keep: 'Keep holding',
  },
}
