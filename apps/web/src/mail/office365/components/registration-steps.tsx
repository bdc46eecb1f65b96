import type { CredentialView } from '@office365-email/shared/credential'
import type { ReactNode } from 'react'
import { certificateFacts, federationFacts } from '../../credential-facts.ts'
import { registrationTexts } from '../registration-texts.ts'
import { CredentialFacts } from './credential-facts.tsx'
import classes from './credential-registration.module.css'

const texts = registrationTexts.register

interface RegistrationStepsProps {
  credential: CredentialView
  /** The page of the app in Entra; null if it is not known. */
  link: string | null
  /** The certificate, to download or to copy. */
  files: ReactNode
  /** What to do if Entra cannot reach the issuer. */
  unreachable: ReactNode
  check: ReactNode
}

/** What has to be done in Entra before it accepts a credential. */
export function RegistrationSteps({ credential, link, files, unreachable, check }: RegistrationStepsProps) {
  const kind = credential.kind === 'certificate' ? 'certificate' : 'federated'
  return (
    <ol className={classes['steps']}>
      {kind === 'certificate' && (
        <li>
          <p>{texts.files}</p>
          {files}
        </li>
      )}
      <li>
        <p>{texts.portal[kind]}</p>
        {link && (
          <p>
            <a href={link} target="_blank" rel="noreferrer">
              {texts.open}
            </a>{' '}
            <span className="small quiet">({texts.newTab})</span>
          </p>
        )}
        {credential.federation && (
          <>
            <CredentialFacts facts={federationFacts(credential)} />
            <p className="small">
              {texts.internet} {unreachable}
            </p>
          </>
        )}
      </li>
      {kind === 'certificate' && (
        <li>
          <p>{texts.compare}</p>
          <CredentialFacts facts={certificateFacts(credential)} />
        </li>
      )}
      <li>{check}</li>
    </ol>
  )
}
