import type { CredentialView } from '@office365-email/shared/credential'
import { CopyButton } from '../../../ground/components/copy-button.tsx'
import { type CredentialFact, listCredentialFacts } from '../../credential-facts.ts'
import { registrationTexts } from '../registration-texts.ts'
import classes from './credential-facts.module.css'

/** What Entra shows about a credential, or has to be told. */
export const CredentialFacts = ({ facts }: { facts: readonly CredentialFact[] }) => (
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
    {credential.state === 'not-set' && <p>{registrationTexts.lost}</p>}
    <CredentialFacts facts={listCredentialFacts(credential)} />
  </>
)
