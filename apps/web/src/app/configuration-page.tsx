import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { useState } from 'react'
import { Notice } from '../components/notice.tsx'
import { Section } from '../components/section.tsx'
import { ConfigurationSection } from '../features/office365/components/configuration-section.tsx'
import { RemoveConfiguration } from '../features/office365/components/remove-configuration.tsx'
import { SetupStatus } from '../features/office365/components/setup-status.tsx'
import { TestPanel } from '../features/office365/components/test-panel.tsx'
import { office365Texts } from '../features/office365/texts.ts'
import { describeStatus, statusFactsOf } from '../lib/describe-status.ts'
import { useNow } from '../lib/use-now.ts'
import { Office365Page } from './office365-page.tsx'
import { useBotId } from './use-bot-id.ts'
import { useSignedInUser } from './use-signed-in-user.ts'

/** Where the saved values no longer work, other values come before another test. */
function needsReset(view: ConfigurationView, now: Date): boolean {
  const { tone, action } = describeStatus(statusFactsOf(view), now)
  return tone === 'bad' && (action === 'renew-secret' || action === 'correct-values')
}

export function ConfigurationPage() {
  const botId = useBotId()
  return <ConfigurationOfBot key={botId} />
}

function ConfigurationOfBot() {
  const user = useSignedInUser()
  const now = useNow()
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
      {(view, botName) => {
        const resetFirst = needsReset(view, now)
        return (
          <>
            {removed && view.state === 'unconfigured' && (
              <Notice tone="good" role="status" title={office365Texts.remove.done} />
            )}
            <ConfigurationSection view={view} userId={user.id} resetFirst={resetFirst} />
            {view.state !== 'unconfigured' && (
              <>
                <Section id="send-test" title={office365Texts.test.title}>
                  <TestPanel view={view} recipient={user.email} primary={view.state === 'locked' && !resetFirst} />
                </Section>
                <RemoveConfiguration view={view} botName={botName} onRemoved={() => setRemoved(true)} />
              </>
            )}
          </>
        )
      }}
    </Office365Page>
  )
}
