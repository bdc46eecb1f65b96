import { Link } from 'react-router'
import { CloudChoice } from '../features/office365/components/cloud-choice.tsx'
import { EntraWork } from '../features/office365/components/entra-work.tsx'
import { StepActions } from '../features/office365/components/step-actions.tsx'
import { office365Texts } from '../features/office365/texts.ts'
import { paths } from '../lib/paths.ts'
import { Office365Page } from './office365-page.tsx'

const texts = office365Texts.entra

export const EntraPage = () => (
  <Office365Page
    step={texts.title}
    intro={({ view }) => (
      <>
        <p className="quiet">{texts.intro}</p>
        <p>
          {texts.who} {texts.notYou} <Link to={paths.askAdmin(view.botId)}>{office365Texts.steps.ask}</Link>.
        </p>
      </>
    )}
  >
    {(setup) => (
      <>
        <CloudChoice setup={setup} />
        <EntraWork facts={setup.facts} />
        <StepActions setup={setup} slug="entra" />
      </>
    )}
  </Office365Page>
)
