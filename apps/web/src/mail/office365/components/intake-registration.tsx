import { makeEntraLinks } from '@office365-email/shared/entra-setup/entra-links'
import type { PreparedIntake, IntakeRegistration as Registration } from '@office365-email/shared/intake-link'
import { useEffect, useRef } from 'react'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import { Notice } from '../../../ground/components/notice.tsx'
import { Section } from '../../../ground/components/section.tsx'
import { useFocusOnArrival } from '../../../ground/use-focus-on-arrival.ts'
import { registrationTexts } from '../registration-texts.ts'
import type { SetupFacts } from '../setup.ts'
import type { KnownSharing } from '../use-app-sharing.ts'
import { CertificateButtons } from './certificate-files.tsx'
import { CredentialScripts } from './register-credential-scripts.tsx'
import { RegistrationCheck } from './registration-check.tsx'
import { RegistrationSteps } from './registration-steps.tsx'

const texts = registrationTexts.register
const linkTexts = registrationTexts.link

interface IntakeRegistrationProps {
  registration: Registration
  /** Without the values if the page was opened again after the Submit. */
  facts: SetupFacts
  app: KnownSharing
  /** Asks Entra over the link, which may have ended. */
  check: () => Promise<PreparedIntake>
}

/** What a person with a link has to register in Entra, and whether Entra accepts it yet. */
export function IntakeRegistration({ registration, facts, app, check }: IntakeRegistrationProps) {
  const { credential, certificate = null } = registration
  const kind = credential.kind === 'certificate' ? 'certificate' : 'federated'
  const { botId, botName, clientId, tenantId, cloud } = facts
  return (
    <Section id="register" title={texts.title} intro={<p>{texts.intro[kind]}</p>}>
      <RegistrationSteps
        credential={credential}
        link={makeEntraLinks(facts).certificatesAndSecrets}
        files={<CertificateButtons botId={botId} pem={certificate} />}
        unreachable={linkTexts.internetHelp}
        check={<CheckOverLink registration={registration} check={check} />}
      />
      {clientId !== null && tenantId !== null && (
        <Disclosure summary={texts.script}>
          <CredentialScripts
            app={app}
            credential={credential}
            certificatePem={certificate}
            {...{ botId, botName, clientId, tenantId, cloud }}
          />
        </Disclosure>
      )}
    </Section>
  )
}

type CheckProps = Pick<IntakeRegistrationProps, 'registration' | 'check'>

function CheckOverLink({ registration: { credential }, check }: CheckProps) {
  const isAccepted = credential.state === 'set'
  const accepted = useRef<HTMLDivElement>(null)
  const wasAccepted = useRef(isAccepted)
  useEffect(() => {
    if (isAccepted && !wasAccepted.current) accepted.current?.focus()
    wasAccepted.current = isAccepted
  }, [isAccepted])
  return (
    <>
      {isAccepted && (
        <Notice tone="good" role="status" title={texts.accepted(credential.kind)} ref={accepted}>
          <p>{linkTexts.acceptedHelp}</p>
        </Notice>
      )}
      <RegistrationCheck
        kind={credential.kind}
        ask={check}
        isLocked={false}
        isAccepted={isAccepted}
        ended={<EndedNotice />}
      />
    </>
  )
}

/** In the place of the button that was pressed, so it gets the focus. */
function EndedNotice() {
  const notice = useFocusOnArrival()
  return (
    <Notice tone="caution" role="alert" title={linkTexts.ended} ref={notice}>
      <p>{linkTexts.endedHelp}</p>
    </Notice>
  )
}
