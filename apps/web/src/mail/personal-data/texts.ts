import type { AddressUse, PersonalDataKind } from '@office365-email/shared/personal-data'

const numberFormat = new Intl.NumberFormat('en-US')
export const formatCount = (count: number): string => numberFormat.format(count)

export const personalDataTexts = {
  intro: 'Find and delete what is stored about one email address, for example when a person asks you to delete it.',
  ownersOnly: 'Only owners can delete personal data',
  ownersOnlyHelp: 'Ask an owner of Unified Dashboard.',
  address: 'Email address',
  addressHelp: 'The whole address, in upper or lower case. Other addresses of the same person need their own search.',
  addressFault: 'Enter one email address, such as ada@example.com.',
  search: 'Find',
  searching: (read: number) => `Searching. ${formatCount(read)} rows read so far.`,
  deleting: (read: number) => `Deleting. ${formatCount(read)} rows read so far.`,
  stop: 'Stop',
  stopped: 'Stopped',
  stoppedHelp: 'What was deleted stays deleted. Search again to see what is left, then delete it.',
  found: 'What is stored',
  nothing: 'Nothing is stored that can be deleted',
  nothingNow: 'Deleted',
  nothingNowHelp:
    'Nothing is left that can be deleted now. Earlier backups and exports still contain the address until you delete them.',
  moreNow: 'Something new was stored in the meantime',
  moreNowHelp: 'Delete again to remove it too.',
  deletable: 'Will be deleted or replaced',
  left: 'Stays for now',
  leftHelp:
    'Cancel the waiting messages on All messages, or let them be sent. Resolve unknown ones on their own pages. Idempotency keys expire 24 hours after the outcome of their message is known. Then search again.',
  inUse: 'In use, and not changed',
  inUseHelp:
    'The address belongs to these settings. Change them on their own pages. Domains that service keys may send to are not listed, because a domain does not identify a person.',
  kindColumn: 'What',
  countColumn: 'How many',
  kinds: {
    messages: 'Messages to only this address',
    sharedMessages: 'Messages to others too, or that contain it elsewhere',
    auditEvents: 'Audit entries',
    drafts: 'Drafts of Office 365 values',
    records: 'Saved errors, closed links for IT admins, and names of people who created something',
    alerts: 'Alerts that wait to be delivered',
    waiting: 'Messages that wait or are being sent',
    unknown: 'Messages whose outcome is unknown',
    idempotencyKeys: 'Idempotency keys that contain it',
  } satisfies Record<PersonalDataKind, string>,
  uses: {
    mailbox: (botId) => `The mailbox of the bot ${botId}`,
    person: () => 'A person who signs in',
    bot: (botId) => `The name of the bot ${botId}`,
    'service-key': () => 'The name of a service key',
    'alert-channel': () => 'A channel for alerts',
    'intake-link': (botId) => `Values for the bot ${botId} that wait for approval`,
  } satisfies Record<AddressUse, (id: string) => string>,
  delete: 'Delete',
  confirm: 'Delete what is stored about this address?',
  confirmHelp: [
    'Messages to only this address are deleted with their stored bodies. Everywhere else, a random pseudonym takes the place of the address, so that counts and the audit log stay correct. This cannot be undone.',
    'Failed messages to this address can no longer be sent again from here.',
    'Earlier backups, database archives, and exports still contain the address until you delete them. Copies in the mailbox stay too.',
  ],
  keep: 'Not now',
}
