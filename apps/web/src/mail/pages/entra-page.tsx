import { Link } from 'react-router'
import { CloudChoice } from '../office365/components/cloud-choice.tsx'
import { ChosenCredential } from '../office365/components/credential-choice.tsx'
import { EntraWork, LaterWork } from '../office365/components/entra-work.tsx'
import { SetupSkeleton } from '../office365/components/setup-skeleton.tsx'
import { StepActions } from '../office365/components/step-actions.tsx'
import type { Setup } from '../office365/setup.ts'
import { stepTexts } from '../office365/step-texts.ts'
import { office365Texts } from '../office365/texts.ts'
import { useBotSharing } from '../office365/use-app-sharing.ts'
import { mailPaths } from '../paths.ts'
import { Office365Page } from './office365-page.tsx'

const texts = stepTexts.entra

export const EntraPage = () => (
  <Office365Page
    step={texts.title}
    intro={({ view, facts }) => (
      <>
        <p className="quiet">{texts.intro(facts.credentialKind)}</p>
        <p>
          {texts.who} {texts.notYou} <Link to={mailPaths.askAdmin(view.botId)}>{office365Texts.steps.ask}</Link>.
        </p>
      </>
    )}
  >
    {(setup) => <EntraStep setup={setup} />}
  </Office365Page>
)

function EntraStep({ setup }: { setup: Setup }) {
  const app = useBotSharing(setup.facts)
  if (app.state === 'asking') return <SetupSkeleton />
  return (
    <>
      <ChosenCredential setup={setup} />
      <CloudChoice setup={setup} />
      <EntraWork facts={setup.facts} app={app} />
      <LaterWork facts={setup.facts} />
      <StepActions setup={setup} slug="entra" />
    </>
  )
}
