import type { CredentialKind } from '@office365-email/shared/credential'

export const instructionsTexts = {
  title: 'Or send the instructions',
  help: {
    'client-secret':
      'Every step with this bot’s names, as text. The text contains no secret, and it says how to return the client secret.',
    certificate:
      'Every step with this bot’s names, as text. The text contains no secret. After you submit the values, send your IT admin the certificate to upload.',
    federated:
      'Every step with this bot’s names, as text. The text contains no secret. After you submit the values, send your IT admin the three values of the federated credential.',
  } satisfies Record<CredentialKind, string>,
  what: 'the instructions',
  mail: 'Write an email',
  printable: 'Printable page',
  ask: 'Ask your IT admin',
  askIntro:
    'After this step, your IT admin knows what to do, and you only have to approve. You need no permissions in Microsoft 365.',
  print: 'Print',
  back: 'Back',
  pageTitle: 'Instructions for the IT admin',
}
