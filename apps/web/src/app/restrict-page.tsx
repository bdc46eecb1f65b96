import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { Section } from '../components/section.tsx'
import { sameApplicationQuery } from '../features/office365/api/same-application-query.ts'
import { RestrictWork } from '../features/office365/components/restrict-work.tsx'
import { RestrictionCheck } from '../features/office365/components/restriction-check.tsx'
import { SetupSkeleton } from '../features/office365/components/setup-skeleton.tsx'
import { StepActions } from '../features/office365/components/step-actions.tsx'
import type { Setup } from '../features/office365/setup.ts'
import { office365Texts } from '../features/office365/texts.ts'
import { paths } from '../lib/paths.ts'
import { Office365Page } from './office365-page.tsx'

const texts = office365Texts.restrict

export const RestrictPage = () => (
  <Office365Page
    step={texts.title}
    intro={({ view }) => (
      <>
        <p className="quiet">{texts.intro}</p>
        <p>
          {texts.who} {office365Texts.entra.notYou}{' '}
          <Link to={paths.askAdmin(view.botId)}>{office365Texts.steps.ask}</Link>.
        </p>
        <p>{texts.why}</p>
      </>
    )}
  >
    {(setup) => <RestrictStep setup={setup} />}
  </Office365Page>
)

function RestrictStep({ setup }: { setup: Setup }) {
  const { view, facts } = setup
  const { data: others, isFetched } = useQuery(sameApplicationQuery(view.botId))
  if (!isFetched) return <SetupSkeleton />
  return (
    <>
      <RestrictWork
        facts={facts}
        appIsShared={(others?.length ?? 0) > 0}
        valuesLink={<Link to={paths.office365(view.botId)}>{texts.toValues}</Link>}
      />
      <Section title={view.state === 'unconfigured' ? texts.proof : office365Texts.restrictionCheck.title}>
        {view.state === 'unconfigured' ? <p>{texts.proofLater}</p> : <RestrictionCheck view={view} />}
      </Section>
      <StepActions setup={setup} slug="restrict" />
    </>
  )
}
