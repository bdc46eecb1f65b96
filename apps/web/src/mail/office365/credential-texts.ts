import type { CredentialKind } from '@office365-email/shared/credential'

export const credentialTexts = {
  choice: 'How should the app sign in to Microsoft?',
  help: {
    'client-secret':
      'A password that Entra makes and a person copies into this wizard. It expires after 24 months at most, and a person has to renew it.',
    certificate:
      'This server makes it when you submit, and your IT admin uploads its public part to Entra. No one sees a secret, and the server makes the next certificate before this one expires.',
    federated:
      'Your IT admin enters three values in Entra once: there is no secret, and nothing expires. Entra must be able to reach this server over the internet.',
  } satisfies Record<CredentialKind, string>,
  notOffered: 'There is no federated credential here: it is not known what Entra requires of it in this cloud.',
  locked: 'The saved values use this way. To change it, reset the configuration.',
  chosen: {
    'client-secret': 'The app signs in with a client secret.',
    certificate: 'The app signs in with a certificate that this server makes.',
    federated: 'The app signs in with a federated credential.',
  } satisfies Record<CredentialKind, string>,
  change: 'Choose another way',
}
