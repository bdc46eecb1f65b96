import type { CredentialView } from '@office365-email/shared/credential'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { DelayedSkeleton } from '../../../ground/components/delayed-skeleton.tsx'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import { certificateQuery } from '../queries.ts'
import { registrationTexts } from '../registration-texts.ts'
import type { SetupFacts } from '../setup.ts'

const RegisterCredentialScripts = lazy(async () => ({
  default: (await import('./register-credential-scripts.tsx')).RegisterCredentialScripts,
}))

const skeleton = [{ id: 'scripts', width: '100%', height: '24rem' }]

interface RegistrationScriptsProps {
  /** What has to be registered. */
  credential: CredentialView
  /** Whether that is the next certificate. */
  which?: 'next'
  facts: SetupFacts
}

/** The scripts that do in Entra what is described above them. */
export function RegistrationScripts({ credential, which, facts }: RegistrationScriptsProps) {
  const { botId, botName, clientId, tenantId, cloud } = facts
  const [isOpened, setOpened] = useState(false)
  const { thumbprint = '' } = credential
  const certificate = certificateQuery(botId, which, thumbprint)
  const { data: pem = null } = useQuery({ ...certificate, enabled: isOpened && thumbprint !== '' })
  if (clientId === null || tenantId === null) return null
  return (
    <Disclosure summary={registrationTexts.register.script} onOpen={() => setOpened(true)}>
      {isOpened && (
        <Suspense fallback={<DelayedSkeleton lines={skeleton} />}>
          <RegisterCredentialScripts
            credential={credential}
            certificatePem={pem}
            clientId={clientId}
            tenantId={tenantId}
            cloud={cloud}
            botId={botId}
            botName={botName}
          />
        </Suspense>
      )}
    </Disclosure>
  )
}
