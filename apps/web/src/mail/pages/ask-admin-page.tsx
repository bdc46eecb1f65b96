import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'react-router'
import { Loaded } from '../../ground/components/loaded.tsx'
import { Notice } from '../../ground/components/notice.tsx'
import { PageSkeleton } from '../../ground/components/page-skeleton.tsx'
import { Section } from '../../ground/components/section.tsx'
import { CreateIntakeLink } from '../intake-links/components/create-intake-link.tsx'
import { IntakeLinkList } from '../intake-links/components/intake-link-list.tsx'
import { SubmittedValues } from '../intake-links/components/submitted-values.tsx'
import { intakeLinksQuery } from '../intake-links/queries.ts'
import { intakeLinksTexts } from '../intake-links/texts.ts'
import { ChosenCredential } from '../office365/components/credential-choice.tsx'
import { InstructionsText } from '../office365/components/instructions-text.tsx'
import { instructionsTexts } from '../office365/instructions-texts.ts'
import { configurationQuery } from '../office365/queries.ts'
import type { Setup } from '../office365/setup.ts'
import { mailPaths } from '../paths.ts'
import { Office365Page } from './office365-page.tsx'

/** For the IT admin: a link to a form, or only the instructions. */
export const AskAdminPage = () => (
  <Office365Page
    step={instructionsTexts.ask}
    intro={() => <p className="quiet">{instructionsTexts.askIntro}</p>}
    action={null}
  >
    {(setup) => <AskAdmin setup={setup} />}
  </Office365Page>
)

function AskAdmin({ setup }: { setup: Setup }) {
  const { view, draft, facts } = setup
  const queryClient = useQueryClient()
  const query = useQuery(intakeLinksQuery(view.botId))
  const [approved, setApproved] = useState(false)
  const accept = (saved: ConfigurationView) => {
    draft.changeValues({})
    queryClient.setQueryData(configurationQuery(view.botId).queryKey, saved)
    setApproved(true)
  }
  // The button that approved is gone.
  const notice = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (approved) notice.current?.focus()
  }, [approved])
  const isRegistered = view.credential.state !== 'waiting'
  // The instructions wait too: links that load later would push them down.
  if (!query.isFetched) return <PageSkeleton />
  return (
    <>
      <ChosenCredential setup={setup} />
      {approved && (
        <Notice
          ref={notice}
          tone={isRegistered ? 'good' : 'caution'}
          role="status"
          title={isRegistered ? intakeLinksTexts.approved : intakeLinksTexts.approvedWaiting}
          actions={
            isRegistered ? (
              <Link to={mailPaths.office365Step(view.botId, 'send-test')}>{intakeLinksTexts.toTest}</Link>
            ) : (
              <Link to={mailPaths.office365(view.botId)}>{intakeLinksTexts.toRegistration}</Link>
            )
          }
        >
          <p>{isRegistered ? intakeLinksTexts.approvedHelp : intakeLinksTexts.approvedWaitingHelp}</p>
        </Notice>
      )}
      <Loaded query={query} skeleton={<PageSkeleton />}>
        {(links) => {
          const waiting = links.filter(({ status }) => status === 'waiting-for-approval')
          return (
            <>
              {waiting.map((link) => (
                <SubmittedValues key={link.id} view={view} link={link} onApproved={accept} />
              ))}
              <Section title={intakeLinksTexts.title} intro={<p>{intakeLinksTexts.help[facts.credentialKind]}</p>}>
                <CreateIntakeLink
                  botId={view.botId}
                  botName={facts.botName}
                  credentialKind={facts.credentialKind}
                  primary={waiting.length === 0 && view.state !== 'locked'}
                />
                {links.length > 0 && <IntakeLinkList botId={view.botId} links={links} />}
              </Section>
            </>
          )
        }}
      </Loaded>
      <InstructionsText facts={facts} />
    </>
  )
}
