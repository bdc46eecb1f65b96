import { Prerequisites } from '../features/office365/components/prerequisites.tsx'
import { office365Texts } from '../features/office365/texts.ts'
import { Office365Page } from './office365-page.tsx'

const texts = office365Texts.prerequisites

export const PrerequisitesPage = () => (
  <Office365Page step={texts.title} intro={() => <p className="quiet">{texts.intro}</p>}>
    {(view, botName) => <Prerequisites key={view.botId} botId={view.botId} botName={botName} />}
  </Office365Page>
)
