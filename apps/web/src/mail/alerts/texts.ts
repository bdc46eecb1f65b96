import type { AlertChannelKind, ChannelAlertType, senderProblems } from '@office365-email/shared/alert-channel'
import { formatCount } from '@office365-email/shared/format-count'

interface KindTexts {
  name: string
  /** Where a person gets the address, in the words of the service. */
  help: string
  /** The page of the service that says more; null if this product is the service. */
  source: { label: string; href: string } | null
}

/** The steps are those of the linked pages. */
const kinds: Record<AlertChannelKind, KindTexts> = {
  slack: {
    name: 'Slack',
    help: 'In the settings of your Slack app, turn on Incoming Webhooks and choose "Add New Webhook" for a channel. Copy the webhook URL.',
    source: {
      label: 'Incoming webhooks in Slack',
      href: 'https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks',
    },
  },
  teams: {
    name: 'Microsoft Teams',
    help: 'Next to the channel, choose More options (…), Workflows, and the template "Send webhook alerts to a channel". Copy the address that Teams shows at the end.',
    source: {
      label: 'Webhooks with Workflows in Teams',
      href: 'https://support.microsoft.com/office/create-incoming-webhooks-with-workflows-for-microsoft-teams-8ae491c7-0394-4861-ba59-055e33f75498',
    },
  },
  discord: {
    name: 'Discord',
    help: 'In Discord, open Server Settings, Integrations, Webhooks, and choose "New Webhook". Choose the channel, then "Copy Webhook URL".',
    source: {
      label: 'Webhooks in Discord',
      href: 'https://support.discord.com/hc/en-us/articles/228383668-Intro-to-Webhooks',
    },
  },
  ntfy: {
    name: 'ntfy',
    help: 'Choose a topic that no one can guess, because everyone who knows it can read it, and subscribe to it in the ntfy app. Enter the address of the topic, such as https://ntfy.sh/orders-4f8a1c.',
    source: { label: 'Topics in ntfy', href: 'https://docs.ntfy.sh/publish/' },
  },
  email: {
    name: 'Email',
    help: 'One of your bots sends the alerts as mail. A bot never sends alerts about itself, so add another channel for the alerts about this bot.',
    source: null,
  },
  webhook: {
    name: 'Webhook',
    help: 'For your own programs: the server posts each alert as JSON, signed according to Standard Webhooks. Enter the address of the program.',
    source: { label: 'Standard Webhooks', href: 'https://www.standardwebhooks.com/' },
  },
}

const senderProblemTexts: Record<(typeof senderProblems)[number], string> = {
  deleted: 'The bot that sends these alerts was deleted. Choose another one.',
  'not-configured': 'The bot that sends these alerts is not set up to send mail. Set it up, or choose another one.',
  failing:
    'Mail from the bot that sends these alerts fails too, so no alert arrives. Choose another bot or add another channel.',
  'only-bot':
    'These alerts are only about the bot that sends them, and a bot cannot send alerts about itself. Add another channel.',
}

const types: Record<ChannelAlertType, string> = {
  'secret-expires': 'A client secret or certificate expires soon',
  'secret-expired': 'A client secret or certificate has expired',
  'mail-fails': 'Mail fails, or the reason changes',
  'mail-unreachable': 'Mail does not reach Microsoft',
  'mail-recovered': 'Mail works again',
  'messages-held': 'Messages are on hold or need a decision',
  'messages-released': 'Messages are no longer on hold',
  'quota-near': 'A quota or a queue is almost full',
  'quota-reached': 'A quota or a queue is full',
  'quota-recovered': 'A quota or a queue has room again',
}

export const alertsTexts = {
  title: 'Alerts',
  intro: 'Where the server reports expiring secrets and certificates, mail that fails or is on hold, and full quotas.',
  ownersOnly: 'Only owners manage alerts',
  ownersOnlyHelp: 'Ask an owner to add a channel, or to change which alerts it gets.',
  none: 'No one gets alerts yet',
  noneHelp: 'Add a channel to hear about an expiring secret or certificate before mail stops.',
  add: 'Add channel',
  change: 'Change',
  changeOf: (name: string) => `Change ${name}`,
  remove: 'Remove',
  removeOf: (name: string) => `Remove ${name}`,
  test: 'Send test',
  testOf: (name: string) => `Send test to ${name}`,
  kinds,
  types,
  senderProblems: senderProblemTexts,
  allTypes: 'All alerts',
  allBots: 'All bots',
  noBots: 'No bots',
  bots: (count: number) => formatCount(count, 'bot'),
  waiting: (count: number) => `${formatCount(count, 'alert')} ${count === 1 ? 'waits' : 'wait'}`,
  failing: 'Fails',
  works: 'Works',
  unused: 'Not used yet',
  failingSince: 'No alert has arrived since',
  failingHelp:
    'The server tries to send each alert for a day and a half. Correct the address, or send a test when the receiver works again.',
  delivered: 'Delivered',
  notDelivered: 'Not delivered',
  answer: (status: number) => `The receiver responded with HTTP status ${status}.`,
  quiet: (from: string, to: string, timeZone: string) => `Quiet from ${from} to ${to} (${timeZone})`,
  toRecipients: (to: string) => `To ${to}`,
  sentBy: (bot: string) => `sent by ${bot}`,
  address: (host: string, ending: string) => (ending ? `${host}/…${ending}` : host),
  form: {
    addTitle: 'Add a channel',
    changeTitle: (name: string) => `Change ${name}`,
    changedTitle: 'Someone else changed this channel',
    changedHelp:
      'What you entered is still here, and nothing was saved. Save again to replace the other change, or cancel to keep it.',
    kind: 'Kind',
    name: 'Name',
    nameHelp: 'Such as the name of the chat channel.',
    url: 'Address',
    urlKept: (address: string) => `Saved: ${address}. Leave it empty to keep it.`,
    urlMissing: 'Enter an address that begins with https://.',
    token: 'Access token',
    tokenHelp: 'Only if the server asks for one.',
    tokenKept: 'A token is saved. Leave it empty to keep it.',
    reveal: 'Show what you type',
    sender: 'Bot that sends the alerts',
    senderSearch: 'Search bots',
    senderMissing: 'Choose a bot that sends the alerts.',
    senderNone: 'Choose a bot',
    to: 'Recipients',
    toHelp: 'Email addresses, separated by commas.',
    toInvalid: 'Enter one or more email addresses, separated by commas.',
    test: 'Send a test alert',
    whichTypes: 'Which alerts',
    typesMissing: 'Choose at least one alert.',
    whichBots: 'For which bots',
    all: 'All bots, including those created later',
    some: 'Chosen bots',
    botsMissing: 'Choose at least one bot.',
    collect: 'Several alerts',
    collectHelp: 'All alerts within this time arrive as one message.',
    collectChoices: {
      0: 'Send immediately',
      5: 'Collect for 5 minutes',
      15: 'Collect for 15 minutes',
      60: 'Collect for an hour',
    },
    collectOther: (minutes: number) => `Collect for ${minutes} minutes`,
    quiet: 'Quiet hours',
    quietUse: 'Let alerts wait during quiet hours',
    quietHelp: 'When they are over, the alerts arrive as one message.',
    timeZone: 'Time zone',
    from: 'From',
    until: 'To',
    days: 'On which days they begin',
    daysMissing: 'Choose at least one day.',
    dayNames: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
    urgent: 'Send urgent alerts anyway',
    urgentHelp:
      'An expired secret or certificate, mail that fails or does not reach Microsoft, and a full quota or queue.',
    alwaysQuiet: 'Leave some time that is not quiet. Otherwise no alert would ever arrive.',
    save: 'Save',
    cancel: 'Cancel',
  },
  created: {
    title: 'The signing secret of the webhook',
    help: 'Your program verifies with it that an alert comes from this server. It is shown only now.',
    copy: 'signing secret',
    done: 'Done',
  },
  removal: {
    title: (name: string) => `Remove ${name}?`,
    help: 'It gets no more alerts, and those that wait for it are deleted.',
    keep: 'Keep',
  },
}
