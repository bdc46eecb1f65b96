import type { ImportedMember, ImportOutcome } from '@office365-email/shared/configuration-import'
import { formatCount, formatNumber } from '@office365-email/shared/format-count'

const countBots = (count: number) => formatCount(count, 'bot')

export const transferTexts = {
  title: 'Export and import',
  intro:
    'Compare the bots of two places, such as staging and production, and bring their values from one to the other.',
  export: {
    title: 'Export',
    help: 'One file with your bots and their Office 365 values. It contains no client secret, no person and no key.',
    action: 'Export',
  },
  import: {
    title: 'Compare and import',
    help: 'Nothing changes until you have seen the differences and choose Import.',
    file: 'Exported file',
    paste: 'Or paste the file',
    pasteHelp: 'The whole JSON of an export.',
    compare: 'Compare',
    missing: 'Choose a file, or paste its content.',
    tooLarge: 'The file is larger than 6 MB, which is the most that can be compared at a time. Split it by bots.',
    notJson: 'This is not JSON. Choose the file as it was exported.',
    notAFile: 'This is JSON, but not an export of bots, or one of a newer version.',
  },
  plan: {
    title: 'Differences',
    same: 'Nothing differs',
    sameHelp: 'Every bot of the file is here with the same values.',
    changes: (count: number) => `${countBots(count)} would change`,
    refused: (count: number) => `${countBots(count)} cannot be imported`,
    notInFile: (count: number) => `${countBots(count)} here ${count === 1 ? 'is' : 'are'} not in the file`,
    notInFileHelp: 'An import does not change or remove them.',
    show: 'Show',
    differing: 'Only differences',
    everything: 'All bots of the file',
    shown: (shown: number, all: number) => `${formatNumber(shown)} of ${countBots(all)}`,
    more: 'Show more',
    valueColumn: 'Value',
    changeColumn: 'Here, and in the file',
    here: 'Here:',
    inFile: 'In the file:',
    nothing: 'nothing',
    entry: (position: number) => `Entry ${formatNumber(position + 1)} of the file`,
    changesOf: (bot: string) => `Differences of ${bot}`,
  },
  apply: {
    action: 'Import',
    title: (count: number) => `Import the changes of ${countBots(count)}?`,
    help: [
      'Bots that are missing are created, and names are changed.',
      'Office 365 values are filled in on the page of each bot. Mail is sent with the saved values until someone submits the new ones there, with the client secret where it is needed.',
    ],
    keep: 'Not now',
  },
  result: {
    title: 'Imported',
    done: (count: number) => `${countBots(count)} changed`,
    waiting: (count: number) =>
      `${countBots(count)} ${count === 1 ? 'waits' : 'wait'} for a person. Open each one, and submit its values.`,
    skipped: (count: number) =>
      `${countBots(count)} changed in the meantime and ${count === 1 ? 'was' : 'were'} skipped`,
    again: 'Compare again',
  },
  outcomes: {
    created: 'New',
    configured: 'First values',
    changed: 'Changes',
    renamed: 'New name',
    left: 'Same',
    'not-allowed': 'Not allowed',
    'not-valid': 'Not valid',
    skipped: 'Skipped',
  } satisfies Record<ImportOutcome, string>,
  members: {
    name: 'Name',
    userEmail: 'User Email',
    clientId: 'Client ID',
    tenantId: 'Tenant ID',
    userId: 'User ID',
    cloud: 'Cloud',
    secretExpiresOn: 'Secret expires on',
  } satisfies Record<ImportedMember, string>,
  waits: {
    'client-secret': 'Then needs its client secret.',
    submit: 'Then needs Reset and Submit; the secret stays.',
  },
  forBot: (bot: string) => `for ${bot}`,
  waitsNow: {
    'client-secret': 'Enter the client secret and submit',
    submit: 'Choose Reset, then submit',
  },
}
