import { Link } from 'react-router'
import { Section } from '../../ground/components/section.tsx'
import { RestrictWork } from '../office365/components/restrict-work.tsx'
import { RestrictionCheck } from '../office365/components/restriction-check.tsx'
import { SetupSkeleton } from '../office365/components/setup-skeleton.tsx'
import { StepActions } from '../office365/components/step-actions.tsx'
import { configuredTexts } from '../office365/configured-texts.ts'
import type { Setup } from '../office365/setup.ts'
import { restrictStepName } from '../office365/setup-steps.ts'
import { stepTexts } from '../office365/step-texts.ts'
import { office365Texts } from '../office365/texts.ts'
import { useBotSharing } from '../office365/use-app-sharing.ts'
import { mailPaths } from '../paths.ts'
import { Office365Page } from './office365-page.tsx'

const texts = stepTexts.restrict

export const RestrictPage = () => (
  <Office365Page
    step={restrictStepName}
    intro={({ view }) => (
      <>
        <p className="quiet">{texts.intro}</p>
        <p>
          {texts.who} {stepTexts.entra.notYou}{' '}
          <Link to={mailPaths.askAdmin(view.botId)}>{office365Texts.steps.ask}</Link>.
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
  const app = useBotSharing(facts)
  if (app.state === 'asking') return <SetupSkeleton />
  return (
    <>
      <RestrictWork
        facts={facts}
        app={app}
        valuesLink={<Link to={mailPaths.office365(view.botId)}>{texts.toValues}</Link>}
      />
      <Section title={view.state === 'unconfigured' ? texts.proof : configuredTexts.restrictionCheck.title}>
        {view.state === 'unconfigured' ? <p>{texts.proofLater}</p> : <RestrictionCheck view={view} />}
      </Section>
      <StepActions setup={setup} slug="restrict" />
    </>
  )
}
