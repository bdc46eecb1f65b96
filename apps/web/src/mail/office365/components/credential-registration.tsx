import { configurationEndpoints } from '@office365-email/shared/endpoints/configuration'
import { makeEntraLinks } from '@office365-email/shared/entra-setup/entra-links'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { call } from '../../../ground/api-client.ts'
import { JumpLink } from '../../../ground/components/jump-link.tsx'
import { Notice } from '../../../ground/components/notice.tsx'
import { Section } from '../../../ground/components/section.tsx'
import { formatDate, formatDay } from '../../../ground/format-time.ts'
import { registrationTexts } from '../registration-texts.ts'
import type { Setup } from '../setup.ts'
import { CertificateFiles } from './certificate-files.tsx'
import { RegistrationCheck } from './registration-check.tsx'
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
  const queryClient = useQueryClient()
  const { credential, botId, state } = view
  const kind = credential.kind === 'certificate' ? 'certificate' : 'federated'
  const ask = async () => {
    const answer = await call(configurationEndpoints.checkConfiguration, { params: { botId } })
    if (answer.checks.some(({ name, outcome }) => name === 'secret' && outcome === 'passed')) onAccepted()
    await queryClient.invalidateQueries({ queryKey: ['bots'] })
    return answer
  }
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
        check={<RegistrationCheck kind={kind} ask={ask} isLocked={state === 'locked'} />}
      />
      <RegistrationScripts credential={credential} facts={facts} />
      {state === 'unlocked' && (
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
