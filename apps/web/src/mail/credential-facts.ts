import { type CredentialView, credentialLabels } from '@office365-email/shared/credential'
import { formatDate } from '../ground/format-time.ts'

const texts = {
  kind: 'Signs in with',
  thumbprint: 'Thumbprint',
  expires: 'Valid until',
  origin: 'Made by',
  origins: {
    made: 'This server. It also makes the next one',
    own: 'Your organization. Replace it before it expires',
  },
  issuer: 'Issuer',
  subject: 'Subject identifier (Value)',
  audience: 'Audience',
}

export interface CredentialFact {
  name: string
  value: string
  /** A value of Entra, which people compare or copy. */
  isCode?: true
}

export const certificateFacts = ({
  thumbprint,
  expiresOn,
}: Pick<CredentialView, 'thumbprint' | 'expiresOn'>): CredentialFact[] => [
  ...(thumbprint ? [{ name: texts.thumbprint, value: thumbprint, isCode: true } as const] : []),
  ...(expiresOn ? [{ name: texts.expires, value: formatDate(expiresOn) }] : []),
]

export const federationFacts = ({ federation }: Pick<CredentialView, 'federation'>): CredentialFact[] =>
  federation
    ? (['issuer', 'subject', 'audience'] as const).map((name) => ({
        name: texts[name],
        value: federation[name],
        isCode: true,
      }))
    : []

/** How an app signs in. */
export const listCredentialFacts = (credential: CredentialView): CredentialFact[] => [
  { name: texts.kind, value: credentialLabels[credential.kind] },
  ...certificateFacts(credential),
  ...(credential.origin ? [{ name: texts.origin, value: texts.origins[credential.origin] }] : []),
  ...federationFacts(credential),
]
