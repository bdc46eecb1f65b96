import { Prerequisites } from '../office365/components/prerequisites.tsx'
import { StepActions } from '../office365/components/step-actions.tsx'
import { stepTexts } from '../office365/step-texts.ts'
import { Office365Page } from './office365-page.tsx'

const texts = stepTexts.prerequisites

export const PrerequisitesPage = () => (
  <Office365Page step={texts.title} intro={() => <p className="quiet">{texts.intro}</p>}>
    {(setup) => (
      <>
        <Prerequisites setup={setup} />
        <StepActions setup={setup} slug="prerequisites" />
      </>
    )}
  </Office365Page>
)
