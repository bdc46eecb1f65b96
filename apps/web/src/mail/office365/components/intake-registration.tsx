import { Button } from '@mantine/core'
import { makeEntraLinks } from '@office365-email/shared/entra-setup/entra-links'
import type { PreparedIntake, IntakeRegistration as Registration } from '@office365-email/shared/intake-link'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { isProblem } from '../../../ground/api-problem.ts'
import { CheckList } from '../../../ground/components/check-list.tsx'
import { DiagnosisPanel } from '../../../ground/components/diagnosis-panel.tsx'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import { Notice } from '../../../ground/components/notice.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { Section } from '../../../ground/components/section.tsx'
import { registrationTexts } from '../registration-texts.ts'
import type { SetupFacts } from '../setup.ts'
import { office365Texts } from '../texts.ts'
import type { KnownSharing } from '../use-app-sharing.ts'
import { withoutReset } from '../without-reset.ts'
import { CertificateButtons } from './certificate-files.tsx'
import classes from './credential-registration.module.css'
import { CredentialScripts } from './register-credential-scripts.tsx'
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
  const { mutate, isPending, data, error } = useMutation({ mutationFn: check })
  const isAccepted = credential.state === 'set'
  const accepted = useRef<HTMLDivElement>(null)
  const wasAccepted = useRef(isAccepted)
  useEffect(() => {
    if (isAccepted && !wasAccepted.current) accepted.current?.focus()
    wasAccepted.current = isAccepted
  }, [isAccepted])
  const hasEnded = isProblem(error, 'not-found')
  const checks = isPending ? undefined : data?.checks
  const diagnosis = checks?.find((found) => found.diagnosis)?.diagnosis
  return (
    <>
      {isAccepted && (
        <Notice tone="good" role="status" title={texts.accepted(credential.kind)} ref={accepted}>
          <p>{linkTexts.acceptedHelp}</p>
        </Notice>
      )}
      {!hasEnded && (
        <div className={classes['check']}>
          <Button variant={isAccepted ? 'default' : 'filled'} loading={isPending} onClick={() => mutate()}>
            {texts.check}
          </Button>
          <span className="small quiet">{isPending ? texts.asking : texts.checkHelp}</span>
        </div>
      )}
      <div role="status" className={classes['result']}>
        {checks && <CheckList checks={checks} label={office365Texts.check.result} credential={credential.kind} />}
        {diagnosis && <DiagnosisPanel diagnosis={withoutReset(diagnosis)} />}
      </div>
      {hasEnded && (
        <Notice tone="caution" role="alert" title={linkTexts.ended}>
          <p>{linkTexts.endedHelp}</p>
        </Notice>
      )}
      {error && !hasEnded && <ProblemNotice error={error} />}
    </>
  )
}
