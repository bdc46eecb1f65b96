import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Link } from 'react-router'
import { Notice } from '../../ground/components/notice.tsx'
import { useBotId } from '../../ground/use-bot-id.ts'
import { useNow } from '../../ground/use-now.ts'
import { describeStatus, statusFactsOf } from '../describe-status.ts'
import { useIsWaiting, WaitingNotice } from '../intake-links/components/waiting-notice.tsx'
import { messagesQuery } from '../messages/messages-query.ts'
import { ConfigurationSection } from '../office365/components/configuration-section.tsx'
import { RenewSecret } from '../office365/components/renew-secret.tsx'
import { SetupSkeleton } from '../office365/components/setup-skeleton.tsx'
import { SetupStatus } from '../office365/components/setup-status.tsx'
import { loadOtherParts, useParts } from '../office365/configuration-parts.ts'
import { configurationQuery } from '../office365/queries.ts'
import { office365Texts } from '../office365/texts.ts'
import { mailPaths } from '../paths.ts'
import { Office365Page } from './office365-page.tsx'

const otherPartsDelayMs = 5_000

/** If the saved values no longer work, entering new values comes before another test. */
function needsReset(view: ConfigurationView, now: Date): boolean {
  const { tone, action } = describeStatus(statusFactsOf(view), now)
  return tone === 'bad' && (action === 'renew-secret' || action === 'correct-values')
}

type FactsProps = { view: ConfigurationView; parts: NonNullable<ReturnType<typeof useParts>['configured']> }

function FactsWithFailure({ view, parts: { SetupFacts } }: FactsProps) {
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
  const botId = useBotId()
  const now = useNow()
  const isWaiting = useIsWaiting(botId)
  const { data } = useQuery(configurationQuery(botId))
  const { configured, isComplete, failure } = useParts(data?.state)
  // Later changes of the state never take away a form that a person fills in, even if their code cannot be loaded.
  const [isReady, setReady] = useState(isComplete)
  if (isComplete && !isReady) setReady(true)
  if (failure && !isReady) throw failure.error
  useEffect(() => {
    const timer = setTimeout(() => void loadOtherParts(), otherPartsDelayMs)
    return () => clearTimeout(timer)
  }, [])
  const [removed, setRemoved] = useState(false)
  return (
    <Office365Page
      isReady={isReady}
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
            configured && <FactsWithFailure view={view} parts={configured} />
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
            {view.state !== 'unconfigured' && configured && (
              <configured.ConfiguredSections
                view={view}
                botName={facts.botName}
                testFirst={view.state === 'locked' && !resetFirst}
                onRemoved={() => setRemoved(true)}
              />
            )}
          </>
        )
      }}
    </Office365Page>
  )
}
