import type { CatalogueEntry } from '@office365-email/shared/diagnosis/catalogue'
import type { Actor } from '@office365-email/shared/diagnosis/diagnosis'

export const diagnosesTexts = {
  title: 'Troubleshooting',
  intro:
    'What Microsoft’s answers and failures of this server mean, and what to do about each. The diagnosis is the same that a test email shows.',
  classic: {
    title: 'The usual four',
    caption: 'The four errors that people meet most',
    error: 'Error',
    means: 'What it means',
    does: 'What to do',
    causes: (count: number) => `${count} possible causes`,
  },
  paste: {
    title: 'Explain an error',
    label: 'Paste an error',
    help: 'Any piece of a log, a JSON answer or a message of an SDK. A few words or a code are enough.',
    privacy: 'What you paste is neither logged nor stored.',
    missing: 'Paste a piece of the error first, such as a code or a line of a log.',
    tooLong: 'This is more than can be read at once. Paste the part around the error, 60,000 characters at most.',
    explain: 'Explain',
    again: 'Explain another',
    result: 'Diagnosis',
    candidates: 'It may also be:',
    unclear:
      'Nothing in the text points to one cause. Add the code, the status or the lines around it, or search the causes below.',
  },
  catalogue: {
    title: 'All causes',
    search: 'Search the causes',
    searchHint: 'A code, a status or a word',
    shown: (shown: number, all: number) => (shown === all ? `${all} causes` : `${shown} of ${all} causes`),
    none: 'No cause fits',
    noneHelp: 'Only a few codes of each cause are listed here. Paste the error above: the diagnosis knows many more.',
    clear: 'Show all causes',
    stages: {
      token: 'While signing in to Microsoft Entra',
      graph: 'While sending through Microsoft Graph',
      network: 'On the way to Microsoft',
      server: 'On this server',
    } satisfies Record<CatalogueEntry['stage'], string>,
    nextSteps: 'What to do',
    actor: 'Who has to act',
    actors: {
      'dashboard-admin': 'You, in Unified Dashboard',
      'it-admin': 'Your Microsoft 365 IT admin',
      developer: 'The developers of the sending program',
      nobody: 'Nobody for now',
    } satisfies Record<Actor, string>,
    retry: 'Trying again',
    retryable: { yes: 'Helps, after a while', no: 'Does not help before something is changed' },
    codes: 'Seen as',
    link: 'Link to this cause',
  },
}
