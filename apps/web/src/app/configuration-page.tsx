import { useState } from 'react'
import { Notice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { ConfigurationSection } from '../features/office365/components/configuration-section.tsx'
import { RemoveConfiguration } from '../features/office365/components/remove-configuration.tsx'
import { SetupStatus } from '../features/office365/components/setup-status.tsx'
import { TestPanel } from '../features/office365/components/test-panel.tsx'
import { office365Texts } from '../features/office365/texts.ts'
import { Office365Page } from './office365-page.tsx'
import { useBotId } from './use-bot-id.ts'
import { useSignedInUser } from './use-signed-in-user.ts'

export function ConfigurationPage() {
  const botId = useBotId()
  return <ConfigurationOfBot key={botId} />
}

function ConfigurationOfBot() {
  const user = useSignedInUser()
  const [removed, setRemoved] = useState(false)
  return (
    <Office365Page
      intro={(view) => (
        <>
          <SetupStatus view={view} />
          {view.state === 'unconfigured' && <p className="quiet">{office365Texts.intro}</p>}
        </>
      )}
    >
      {(view, botName) => (
        <>
          {removed && view.state === 'unconfigured' && (
            <Notice tone="good" role="status" title={office365Texts.remove.done} />
          )}
          <ConfigurationSection view={view} userId={user.id} />
          {view.state !== 'unconfigured' && (
            <>
              <Section id="send-test" title={office365Texts.test.title}>
                <TestPanel view={view} recipient={user.email} />
              </Section>
              <RemoveConfiguration view={view} botName={botName} onRemoved={() => setRemoved(true)} />
            </>
          )}
        </>
      )}
    </Office365Page>
  )
}
