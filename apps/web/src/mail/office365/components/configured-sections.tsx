import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { Suspense } from 'react'
import { Link } from 'react-router'
import { PageSkeleton } from '../../../ground/components/page-skeleton.tsx'
import { Section } from '../../../ground/components/section.tsx'
import { WhenNear } from '../../../ground/components/when-near.tsx'
import { useMailHost } from '../../host.ts'
import { mailPaths } from '../../paths.ts'
import { mailTexts } from '../../texts.ts'
import { configuredTexts } from '../configured-texts.ts'
import { restrictStepName } from '../setup-steps.ts'
import { office365Texts } from '../texts.ts'
import { AccessSection } from './access-section.tsx'
import { RemoveConfiguration } from './remove-configuration.tsx'
import { RestrictionCheck } from './restriction-check.tsx'
import { TestPanel } from './test-panel.tsx'

export { SetupFacts } from './setup-facts.tsx'

interface ConfiguredSectionsProps {
  view: ConfigurationView
  botName: string
  /** Whether the test is what the page is about now. */
  testFirst: boolean
  onRemoved: () => void
}

/** What the page of a bot has once the bot is configured, below the configuration. */
export function ConfiguredSections({ view, botName, testFirst, onRemoved }: ConfiguredSectionsProps) {
  const host = useMailHost()
  return (
    <>
      <Section id="send-test" title={office365Texts.test.title}>
        <TestPanel view={view} recipient={host.user.email} primary={testFirst} />
      </Section>
      <Section title={configuredTexts.restrictionCheck.title}>
        <RestrictionCheck
          view={view}
          limitLink={<Link to={mailPaths.office365Step(view.botId, 'restrict')}>{restrictStepName}</Link>}
        />
      </Section>
      <AccessSection view={view} botName={botName} />
      <RemoveConfiguration view={view} botName={botName} onRemoved={onRemoved} />
      {/* Last, since it comes late: it must not move what can be pressed. */}
      <Section
        title={mailTexts.activity}
        aside={<Link to={host.paths.audit(view.botId)}>{mailTexts.activityAll}</Link>}
      >
        <WhenNear fallback={<PageSkeleton />}>
          <Suspense fallback={<PageSkeleton />}>
            <host.Activity botId={view.botId} botName={botName} />
          </Suspense>
        </WhenNear>
      </Section>
    </>
  )
}
