import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { Link } from 'react-router'
import { Notice } from '../../ground/components/notice.tsx'
import { PageSkeleton } from '../../ground/components/page-skeleton.tsx'
import { Section } from '../../ground/components/section.tsx'
import { useBotId } from '../../ground/use-bot-id.ts'
import { useNow } from '../../ground/use-now.ts'
import { describeStatus, statusFactsOf } from '../describe-status.ts'
import { useMailHost } from '../host.ts'
import { useIsWaiting, WaitingNotice } from '../intake-links/components/waiting-notice.tsx'
import { messagesQuery } from '../messages/messages-query.ts'
import { AccessSection } from '../office365/components/access-section.tsx'
import { ConfigurationSection } from '../office365/components/configuration-section.tsx'
import { RemoveConfiguration } from '../office365/components/remove-configuration.tsx'
import { RenewSecret } from '../office365/components/renew-secret.tsx'
import { RestrictionCheck } from '../office365/components/restriction-check.tsx'
import { SetupFacts } from '../office365/components/setup-facts.tsx'
import { SetupSkeleton } from '../office365/components/setup-skeleton.tsx'
import { SetupStatus } from '../office365/components/setup-status.tsx'
import { TestPanel } from '../office365/components/test-panel.tsx'
import { office365Texts } from '../office365/texts.ts'
import { mailPaths } from '../paths.ts'
import { mailTexts } from '../texts.ts'
import { Office365Page } from './office365-page.tsx'

/** If the saved values no longer work, entering new values comes before another test. */
function needsReset(view: ConfigurationView, now: Date): boolean {
  const { tone, action } = describeStatus(statusFactsOf(view), now)
  return tone === 'bad' && (action === 'renew-secret' || action === 'correct-values')
}

function FactsWithFailure({ view }: { view: ConfigurationView }) {
  const { data } = useInfiniteQuery(messagesQuery(view.botId, 'failed', 1))
  const failed = data && (data.pages[0]?.messages[0] ?? null)
  const lastFailure = failed && { at: failed.settledAt ?? failed.createdAt, title: failed.diagnosis?.title }
  return <SetupFacts view={view} lastFailure={lastFailure} />
}

export function ConfigurationPage() {
  const botId = useBotId()
  return <ConfigurationOfBot key={botId} />
}

function ConfigurationOfBot() {
  const host = useMailHost()
  const now = useNow()
  const isWaiting = useIsWaiting(useBotId())
  const [removed, setRemoved] = useState(false)
  return (
    <Office365Page
      intro={({ view, draft }) => (
        <>
          <SetupStatus view={view} />
          {view.state === 'unconfigured' ? (
            <p className="quiet">
              {office365Texts.intro}
              {draft.doneSteps.length === 0 && (
                <>
                  {' '}
                  {office365Texts.steps.start}{' '}
                  <Link to={mailPaths.office365Step(view.botId, 'prerequisites')}>
                    {office365Texts.steps.startLink}
                  </Link>
                  .
                </>
              )}
            </p>
          ) : (
            <FactsWithFailure view={view} />
          )}
        </>
      )}
    >
      {({ view, draft, facts }) => {
        const resetFirst = needsReset(view, now)
        // A notice that loads later would move the form while the person uses it.
        if (isWaiting === undefined && view.state !== 'locked') return <SetupSkeleton />
        return (
          <>
            {removed && view.state === 'unconfigured' && (
              <Notice tone="good" role="status" title={office365Texts.remove.done} />
            )}
            {isWaiting && view.state !== 'locked' && <WaitingNotice botId={view.botId} />}
            {(view.state === 'unlocked' || resetFirst) && <RenewSecret facts={facts} />}
            <ConfigurationSection view={view} draft={draft} resetFirst={resetFirst} submitFirst={!isWaiting} />
            {view.state !== 'unconfigured' && (
              <>
                <Section id="send-test" title={office365Texts.test.title}>
                  <TestPanel view={view} recipient={host.user.email} primary={view.state === 'locked' && !resetFirst} />
                </Section>
                <Section title={office365Texts.restrictionCheck.title}>
                  <RestrictionCheck
                    view={view}
                    limitLink={
                      <Link to={mailPaths.office365Step(view.botId, 'restrict')}>{office365Texts.restrict.title}</Link>
                    }
                  />
                </Section>
                <AccessSection view={view} botName={facts.botName} />
                <RemoveConfiguration view={view} botName={facts.botName} onRemoved={() => setRemoved(true)} />
                {/* Last, because it loads later and must not move any control. */}
                <Section
                  title={mailTexts.activity}
                  aside={<Link to={host.paths.audit(view.botId)}>{mailTexts.activityAll}</Link>}
                >
                  <Suspense fallback={<PageSkeleton />}>
                    <host.Activity botId={view.botId} botName={facts.botName} />
                  </Suspense>
                </Section>
              </>
            )}
          </>
        )
      }}
    </Office365Page>
  )
}
