import type { CredentialKind } from '@office365-email/shared/credential'

/** How texts name each kind. */
export const credentialNames: Record<CredentialKind, string> = {
  'client-secret': 'client secret',
  certificate: 'certificate',
  federated: 'federated credential',
}
