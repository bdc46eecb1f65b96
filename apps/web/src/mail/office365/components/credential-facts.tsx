import type { CredentialView } from '@office365-email/shared/credential'
import { CopyButton } from '../../../ground/components/copy-button.tsx'
import { formatDate } from '../../../ground/format-time.ts'
import { registrationTexts } from '../registration-texts.ts'
import { office365Texts } from '../texts.ts'
import classes from './credential-facts.module.css'

const texts = registrationTexts.facts

interface Fact {
  name: string
  value: string
  /** A value of Entra, which people compare or copy. */
  isCode?: true
}

export function certificateFacts({ thumbprint, expiresOn }: Pick<CredentialView, 'thumbprint' | 'expiresOn'>): Fact[] {
  return [
    ...(thumbprint ? [{ name: texts.thumbprint, value: thumbprint, isCode: true } as const] : []),
    ...(expiresOn ? [{ name: texts.expires, value: formatDate(expiresOn) }] : []),
  ]
}

export const federationFacts = ({ federation }: Pick<CredentialView, 'federation'>): Fact[] =>
  federation
    ? (['issuer', 'subject', 'audience'] as const).map((name) => ({
        name: texts[name],
        value: federation[name],
        isCode: true,
      }))
    : []

/** What Entra shows about a credential, or has to be told. */
export const CredentialFacts = ({ facts }: { facts: readonly Fact[] }) => (
  <dl className={classes['facts']}>
    {facts.map(({ name, value, isCode }) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>
          {isCode ? (
            <>
              <code>{value}</code> <CopyButton text={value} what={name} />
            </>
          ) : (
            value
          )}
        </dd>
      </div>
    ))}
  </dl>
)

/** How a locked configuration signs in, in place of the client secret. */
export const LockedCredential = ({ credential }: { credential: CredentialView }) => (
  <>
    {credential.state === 'not-set' && <p>{texts.lost}</p>}
    <CredentialFacts
      facts={[
        { name: texts.kind, value: office365Texts.facts.credentials[credential.kind] },
        ...certificateFacts(credential),
        ...(credential.origin ? [{ name: texts.origin, value: texts.origins[credential.origin] }] : []),
        ...federationFacts(credential),
      ]}
    />
  </>
)
