import { SetupCredentialChoice } from '../office365/components/credential-choice.tsx'
import { Prerequisites } from '../office365/components/prerequisites.tsx'
import { StepActions } from '../office365/components/step-actions.tsx'
import { stepTexts } from '../office365/step-texts.ts'
import { Office365Page } from './office365-page.tsx'

const texts = stepTexts.prerequisites

export const PrerequisitesPage = () => (
  <Office365Page step={texts.title} intro={({ facts }) => <p className="quiet">{texts.intro(facts.credentialKind)}</p>}>
    {(setup) => (
      <>
        <SetupCredentialChoice setup={setup} />
        <Prerequisites setup={setup} />
        <StepActions setup={setup} slug="prerequisites" />
      </>
    )}
  </Office365Page>
)
