import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { Link } from 'react-router'
import { KeepInPlace } from '../../ground/components/keep-in-place.tsx'
import { Updated } from '../../ground/components/updated.tsx'
import { createPart, usePart } from '../../ground/create-part.ts'
import { refreshEveryMs } from '../../ground/refresh.ts'
import { useBotId } from '../../ground/use-bot-id.ts'
import { useNow } from '../../ground/use-now.ts'
import { describeStatus, statusFactsOf } from '../describe-status.ts'
import { useMailHost } from '../host.ts'
import { useIsWaiting, WaitingNotice } from '../intake-links/components/waiting-notice.tsx'
import { needsRegistration } from '../needs-registration.ts'
import { ConfigurationSection } from '../office365/components/configuration-section.tsx'
import { SetupSkeleton } from '../office365/components/setup-skeleton.tsx'
import { SetupStatus } from '../office365/components/setup-status.tsx'
import { loadOtherParts, useParts } from '../office365/configuration-parts.ts'
import { configurationQuery } from '../office365/queries.ts'
import type { Setup } from '../office365/setup.ts'
import { office365Texts } from '../office365/texts.ts'
import { mailPaths } from '../paths.ts'
import { Office365Page } from './office365-page.tsx'

const otherPartsDelayMs = 5_000

/** What the page of a configured bot has of other features. */
const mailParts = createPart(() => import('./daily-mail.tsx'))

/** If the saved values no longer work, entering new values comes before another test. */
function needsReset(view: ConfigurationView, now: Date): boolean {
  const { tone, action } = describeStatus(statusFactsOf(view), now)
  return tone === 'bad' && (action === 'renew-secret' || action === 'renew-certificate' || action === 'correct-values')
}

export function ConfigurationPage() {
  const botId = useBotId()
  return <ConfigurationOfBot key={botId} />
}

function ConfigurationOfBot() {
  const botId = useBotId()
  const isWaiting = useIsWaiting(botId)
  // Values that a person is entering are not refreshed, unless Entra may accept the credential that waits with them.
  const { data, dataUpdatedAt } = useQuery({
    ...configurationQuery(botId),
    refetchInterval: ({ state: { data: view } }) =>
      view?.state === 'locked' || view?.credential.state === 'waiting' ? refreshEveryMs : false,
  })
  const { configured, credential, isComplete, failure } = useParts(data)
  const { code: mail, isSettled } = usePart(mailParts, data !== undefined && data.state !== 'unconfigured')
  const isLoaded = isComplete && (isSettled || data?.state === 'unconfigured')
  // Later changes of the state never take away a form that a person fills in, even if their code cannot be loaded.
  const [isReady, setReady] = useState(isLoaded)
  if (isLoaded && !isReady) setReady(true)
  if (failure && !isReady) throw failure.error
  useEffect(() => {
    const loadOthers = () => Promise.allSettled([loadOtherParts(), mailParts.load()])
    const timer = setTimeout(() => void loadOthers(), otherPartsDelayMs)
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
            configured && (
              <>
                {mail && <mail.FactsWithFailure view={view} />}
                <Updated at={dataUpdatedAt} />
              </>
            )
          )}
        </>
      )}
    >
      {(setup) => {
        const { view } = setup
        // A notice that loads later would move the form while the person uses it.
        if (isWaiting === undefined && view.state !== 'locked') return <SetupSkeleton />
        return (
          <>
            {removed && view.state === 'unconfigured' && configured && <configured.RemovedNotice />}
            {isWaiting && view.state !== 'locked' && <WaitingNotice botId={view.botId} />}
            <KeepInPlace version={dataUpdatedAt}>
              <Sections
                setup={setup}
                configured={configured}
                credential={credential}
                daily={mail && <mail.DailyMail botId={view.botId} />}
                isWaiting={isWaiting ?? false}
                onRemoved={() => setRemoved(true)}
              />
            </KeepInPlace>
          </>
        )
      }}
    </Office365Page>
  )
}

interface SectionsProps {
  setup: Setup
  configured: ReturnType<typeof useParts>['configured']
  credential: ReturnType<typeof useParts>['credential']
  /** The last messages and charts. */
  daily: ReactNode
  isWaiting: boolean
  onRemoved: () => void
}

/** If the mail works, the page begins with what people look at every day. The order stays while the page is open. */
function Sections({ setup, configured, credential, daily, isWaiting, onRemoved }: SectionsProps) {
  const { view, draft, facts } = setup
  const resetFirst = needsReset(view, useNow())
  const [isDaily] = useState(view.state === 'locked' && view.health.state === 'working' && !resetFirst)
  const isConfigured = view.state !== 'unconfigured'
  const { user } = useMailHost()
  const isNotRegistered = needsRegistration(view)
  const [hasWaited] = useState(view.credential.state === 'waiting')
  // The form begins anew with a credential that was accepted while it was open.
  const [acceptedCount, setAcceptedCount] = useState(0)
  const first = isConfigured && configured && (
    <>
      {!isNotRegistered && (
        <configured.TestPanel view={view} recipient={user.email} primary={view.state === 'locked' && !resetFirst} />
      )}
      {daily}
    </>
  )
  return (
    <>
      {credential && (
        <>
          <credential.CredentialRegistration
            setup={setup}
            hasWaited={hasWaited}
            onAccepted={() => {
              draft.changeValues({})
              setAcceptedCount(acceptedCount + 1)
            }}
          />
          <credential.NextCertificate setup={setup} />
        </>
      )}
      {isDaily && first}
      {(view.state === 'unlocked' || resetFirst) && view.credential.state !== 'waiting' && configured && (
        <configured.RenewSecret facts={facts} />
      )}
      <ConfigurationSection
        key={acceptedCount}
        view={view}
        draft={draft}
        resetFirst={resetFirst}
        submitFirst={!isWaiting && view.credential.state !== 'waiting'}
      />
      {!isDaily && first}
      {isConfigured && configured && (
        <configured.SeldomSections view={view} botName={facts.botName} onRemoved={onRemoved} />
      )}
    </>
  )
}
