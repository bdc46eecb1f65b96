export const sendingTexts = {
  off: {
    title: 'Sending is off',
    help: 'Every message and test email is refused. Messages that are queued stay queued. An operator turned sending off on this server (SENDING=off) and can turn it on again.',
  },
  simulate: {
    title: 'Sending is simulated',
    help: 'Messages and test emails are accepted, but none is handed to Microsoft, so no mail goes out. An operator set this on this server (SENDING=simulate).',
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
        ? 'No message is queued, so none goes out at once.'
        : count === 1
          ? '1 queued message goes out at once.'
          : `${count.toLocaleString('en-US')} queued messages go out at once.`,
    restored: 'Messages that waited when the backup was made are listed as “Unknown”. They are not sent by themselves.',
    keep: 'Keep holding',
  },
}
