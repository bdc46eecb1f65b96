import { Button } from '@mantine/core'
import { configurationEndpoints } from '@office365-email/shared/endpoints/configuration'
import { makeEntraLinks } from '@office365-email/shared/entra-setup/entra-links'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { call } from '../../../ground/api-client.ts'
import { CheckList } from '../../../ground/components/check-list.tsx'
import { DiagnosisPanel } from '../../../ground/components/diagnosis-panel.tsx'
import { JumpLink } from '../../../ground/components/jump-link.tsx'
import { Notice } from '../../../ground/components/notice.tsx'
import { ProblemNotice } from '../../../ground/components/problem-notice.tsx'
import { Section } from '../../../ground/components/section.tsx'
import { formatDate, formatDay } from '../../../ground/format-time.ts'
import { registrationTexts } from '../registration-texts.ts'
import type { Setup } from '../setup.ts'
import { office365Texts } from '../texts.ts'
import { withoutReset } from '../without-reset.ts'
import { CertificateFiles } from './certificate-files.tsx'
import classes from './credential-registration.module.css'
import { RegistrationScripts } from './registration-scripts.tsx'
import { RegistrationSteps } from './registration-steps.tsx'

const texts = registrationTexts.register

interface CredentialRegistrationProps {
  setup: Setup
  /** Whether it waited when the page was opened: the page does not move the focus then. */
  hasWaited: boolean
  /** Called when Entra accepts it, before the page shows the new state. */
  onAccepted: () => void
}

/** The next step after a Submit whose credential Entra does not know yet, and what is said once Entra accepts it. */
export function CredentialRegistration({ setup, hasWaited, onAccepted }: CredentialRegistrationProps) {
  const { credential, state, health } = setup.view
  const isWaiting = credential.state === 'waiting'
  const [isAccepted, setAccepted] = useState(false)
  const panel = useRef<HTMLDivElement>(null)
  const shown = useRef(hasWaited)
  // The step that comes next gets the focus, before anyone can press a key on it.
  useLayoutEffect(() => {
    if (isWaiting !== shown.current) panel.current?.focus()
    shown.current = isWaiting
  }, [isWaiting])
  useEffect(() => (state === 'locked' ? () => setAccepted(false) : undefined), [state])
  if (isWaiting)
    return (
      <div ref={panel} tabIndex={-1}>
        <Section id="register" title={texts.title}>
          <Steps
            setup={setup}
            onAccepted={() => {
              setAccepted(true)
              onAccepted()
            }}
          />
        </Section>
      </div>
    )
  if (!isAccepted || state !== 'locked') return null
  return (
    <Notice tone="good" role="status" title={texts.accepted(credential.kind)} ref={panel}>
      {health.state === 'untested' && (
        <p>
          {texts.acceptedHelp} <JumpLink to="send-test">{texts.test}</JumpLink>
        </p>
      )}
    </Notice>
  )
}

function Steps({ setup: { view, facts }, onAccepted }: Omit<CredentialRegistrationProps, 'hasWaited'>) {
  const { credential, botId } = view
  const kind = credential.kind === 'certificate' ? 'certificate' : 'federated'
  return (
    <>
      <p>
        {texts.intro[kind]} {describeSending(view)}
      </p>
      <RegistrationSteps
        credential={credential}
        link={makeEntraLinks(facts).certificatesAndSecrets}
        files={credential.thumbprint && <CertificateFiles botId={botId} thumbprint={credential.thumbprint} />}
        unreachable={credential.federation && isOwnIssuer(credential.federation) && texts.inside}
        check={<CheckRegistration view={view} onAccepted={onAccepted} />}
      />
      <RegistrationScripts credential={credential} facts={facts} />
      {view.state === 'unlocked' && (
        <p className="small quiet">
          {texts.waits} {credential.waitsUntil && texts.waitsUntil(formatDay(credential.waitsUntil))}
        </p>
      )}
    </>
  )
}

/** The token of a platform has another issuer than this server, and a subject of its own. */
const isOwnIssuer = ({ subject }: { subject: string }) => subject.startsWith('bot:')

/** What mail is sent with while the credential waits. */
function describeSending({ credential: { sendsWith } }: ConfigurationView): string {
  if (!sendsWith) return texts.sendsNothing
  const { kind, expiresOn } = sendsWith
  return [texts.sends(kind), ...(expiresOn ? [texts.sendsEnds(formatDate(expiresOn))] : [])].join(' ')
}

function CheckRegistration({ view, onAccepted }: { view: ConfigurationView; onAccepted: () => void }) {
  const queryClient = useQueryClient()
  const { botId, credential, state } = view
  const check = useMutation({
    mutationFn: () => call(configurationEndpoints.checkConfiguration, { params: { botId } }),
    onSuccess: async ({ checks }) => {
      if (checks.some(({ name, outcome }) => name === 'secret' && outcome === 'passed')) onAccepted()
      await queryClient.invalidateQueries({ queryKey: ['bots'] })
    },
  })
  const checks = check.isPending ? undefined : check.data?.checks
  const diagnosis = checks?.find((found) => found.diagnosis)?.diagnosis
  return (
    <>
      <div className={classes['check']}>
        <Button loading={check.isPending} onClick={() => check.mutate()}>
          {texts.check}
        </Button>
        <span className="small quiet">{check.isPending ? texts.asking : texts.checkHelp}</span>
      </div>
      <div role="status" className={classes['result']}>
        {checks && <CheckList checks={checks} label={office365Texts.check.result} credential={credential.kind} />}
        {diagnosis && <DiagnosisPanel diagnosis={state === 'unlocked' ? withoutReset(diagnosis) : diagnosis} />}
      </div>
      {check.error && <ProblemNotice error={check.error} />}
    </>
  )
}
