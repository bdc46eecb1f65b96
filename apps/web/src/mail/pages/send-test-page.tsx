import { Button } from '@mantine/core'
import { Link } from 'react-router'
import { EmptyState } from '../../ground/components/empty-state.tsx'
import { StatusLine } from '../../ground/components/status-line.tsx'
import { useNow } from '../../ground/use-now.ts'
import { describeStatus, statusFactsOf } from '../describe-status.ts'
import { useMailHost } from '../host.ts'
import { needsRegistration } from '../needs-registration.ts'
import { ArrivalHelp } from '../office365/components/arrival-help.tsx'
import { TestPanel } from '../office365/components/test-panel.tsx'
import { configuredTexts } from '../office365/configured-texts.ts'
import { mailPaths } from '../paths.ts'
import { Office365Page } from './office365-page.tsx'

const texts = configuredTexts.test

export function SendTestPage() {
  const { user } = useMailHost()
  const now = useNow()
  return (
    <Office365Page
      step={texts.step}
      intro={({ view }) => <StatusLine status={describeStatus(statusFactsOf(view), now)} />}
    >
      {({ view, facts }) =>
        needsRegistration(view) ? (
          <EmptyState
            title={texts.notRegistered}
            help={texts.notRegisteredHelp}
            action={
              <Button component={Link} to={mailPaths.office365(view.botId)}>
                {texts.goToRegistration}
              </Button>
            }
          />
        ) : view.state === 'unconfigured' ? (
          <EmptyState
            title={texts.notConfigured}
            help={texts.notConfiguredHelp}
            action={
              <Button component={Link} to={mailPaths.office365(view.botId)}>
                {texts.goToConfiguration}
              </Button>
            }
          />
        ) : (
          <>
            <TestPanel view={view} recipient={user.email} primary />
            {view.lastAcceptedAt !== null && view.health.state !== 'failing' && <ArrivalHelp facts={facts} />}
          </>
        )
      }
    </Office365Page>
  )
}
