import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { EmptyState } from '../components/empty-state.tsx'
import { Section } from '../components/section.tsx'
import { StatusLine } from '../components/status-line.tsx'
import { ArrivalHelp } from '../features/office365/components/arrival-help.tsx'
import { TestPanel } from '../features/office365/components/test-panel.tsx'
import { office365Texts } from '../features/office365/texts.ts'
import { describeStatus, statusFactsOf } from '../lib/describe-status.ts'
import { paths } from '../lib/paths.ts'
import { useNow } from '../lib/use-now.ts'
import { Office365Page } from './office365-page.tsx'
import { useSignedInUser } from './use-signed-in-user.ts'

const texts = office365Texts.test

export function SendTestPage() {
  const user = useSignedInUser()
  const now = useNow()
  return (
    <Office365Page
      step={texts.step}
      intro={({ view }) => <StatusLine status={describeStatus(statusFactsOf(view), now)} />}
    >
      {({ view, facts }) =>
        view.state === 'unconfigured' ? (
          <EmptyState
            title={texts.notConfigured}
            help={texts.notConfiguredHelp}
            action={
              <Button component={Link} to={paths.office365(view.botId)}>
                {texts.goToConfiguration}
              </Button>
            }
          />
        ) : (
          <>
            <Section id="send-test" title={texts.title}>
              <TestPanel view={view} recipient={user.email} primary />
            </Section>
            {view.lastAcceptedAt !== null && view.health.state !== 'failing' && <ArrivalHelp facts={facts} />}
          </>
        )
      }
    </Office365Page>
  )
}
