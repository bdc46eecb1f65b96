import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { InstructionsDocument } from '../office365/components/instructions-document.tsx'
import { instructionsTexts as texts } from '../office365/instructions-texts.ts'
import { mailPaths } from '../paths.ts'
import { Office365Page } from './office365-page.tsx'

/** Only the document is printed: the print style sheet hides everything around it. */
export const InstructionsPage = () => (
  <Office365Page
    step={texts.pageTitle}
    bare
    intro={({ view }) => (
      <p className="no-print">
        <Link to={mailPaths.askAdmin(view.botId)}>{texts.back}</Link>
      </p>
    )}
    action={
      <Button className="no-print" onClick={() => window.print()}>
        {texts.print}
      </Button>
    }
  >
    {({ facts }) => <InstructionsDocument facts={facts} />}
  </Office365Page>
)
