import type { CatalogEntry } from '@office365-email/shared/diagnosis/catalog'
import type { Actor } from '@office365-email/shared/diagnosis/diagnosis'

export const diagnosesTexts = {
  title: 'Troubleshooting',
  intro:
    'What errors from Microsoft and from this server mean, and what to do about each. A test email shows the same diagnosis.',
  classic: {
    title: 'The four most common errors',
    caption: 'The four most common errors',
    error: 'Error',
    means: 'What it means',
    does: 'What to do',
    causes: (count: number) => `${count} possible causes`,
  },
  paste: {
    title: 'Explain an error',
    label: 'Paste an error',
    help: 'A part of a log, a JSON response, or an error message from an SDK. A code is enough, but the whole response shows more.',
    privacy: 'What you paste is neither logged nor stored.',
    missing: 'Paste a part of the error first, such as a code or a line of a log.',
    tooLong: 'The text is too long. Paste the part around the error, at most 60,000 characters.',
    explain: 'Explain',
    again: 'Explain another',
    result: 'Diagnosis',
    candidates: { known: 'Other possible causes:', unclear: 'Possible causes:' },
  },
  catalog: {
    title: 'All causes',
    search: 'Search the causes',
    searchHint: 'A code, a status, or a word',
    shown: (shown: number, all: number) => (shown === all ? `${all} causes` : `${shown} of ${all} causes`),
    none: 'No cause matches',
    noneHelp:
      'This list shows only a few codes for each cause. Paste the error above: the diagnosis recognizes many more.',
    clear: 'Show all causes',
    stages: {
      token: 'While signing in to Microsoft Entra',
      graph: 'While sending through Microsoft Graph',
      network: 'On the way to Microsoft',
      server: 'On this server',
    } satisfies Record<CatalogEntry['stage'], string>,
    nextSteps: 'What to do',
    actor: 'Who has to act',
    actors: {
      'dashboard-admin': 'You, in Unified Dashboard',
      'it-admin': 'Your Microsoft 365 IT admin',
      developer: 'The developers of the sending program',
      nobody: 'No one for now',
    } satisfies Record<Actor, string>,
    retry: 'Trying again',
    retryable: { yes: 'Can help after a while', no: 'Does not help until something changes' },
    codes: 'Appears as',
    link: 'Link to this cause',
  },
}
