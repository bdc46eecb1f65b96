import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { Link } from 'react-router'
import { Loaded } from '../components/loaded.tsx'
import { Page } from '../components/page.tsx'
import { botQuery } from '../features/bots/api/bot-query.ts'
import { configurationQuery } from '../features/office365/api/configuration-query.ts'
import { SetupSkeleton } from '../features/office365/components/setup-skeleton.tsx'
import { SetupSteps } from '../features/office365/components/setup-steps.tsx'
import { collectFacts, type Setup } from '../features/office365/setup.ts'
import { office365Texts } from '../features/office365/texts.ts'
import { useDraft } from '../features/office365/use-draft.ts'
import { paths } from '../lib/paths.ts'
import { appTexts } from './texts.ts'
import { useBotId } from './use-bot-id.ts'

interface Office365PageProps {
  /** The step's name; without it the page of the setup itself. */
  step?: string
  intro: (setup: Setup) => ReactNode
  /** Without the steps: for what is not one of them. */
  bare?: boolean
  /** Beside the heading; the way to the IT admin if nothing else is asked for. */
  action?: ReactNode
  children: (setup: Setup) => ReactNode
}

/** What every step of the set-up has: the way here, the steps, and the configuration once it is there. */
export const Office365Page = (props: Office365PageProps) => {
  const botId = useBotId()
  return <Office365PageOfBot key={botId} botId={botId} {...props} />
}

function Office365PageOfBot({
  botId,
  step,
  intro,
  bare = false,
  action,
  children,
}: Office365PageProps & { botId: string }) {
  const { data: bot } = useQuery(botQuery(botId))
  const query = useQuery(configurationQuery(botId))
  const draft = useDraft(botId)
  const { data: view } = query
  const name = bot?.name ?? botId
  const setup = useMemo<Setup | null>(
    () => (view && draft ? { view, draft, facts: collectFacts(view, draft.values, { id: botId, name }) } : null),
    [view, draft, botId, name],
  )
  const crumbs = [
    { label: appTexts.settings, to: paths.settings(botId) },
    { label: appTexts.emailSettings, to: paths.emailSettings(botId) },
    ...(step ? [{ label: appTexts.office365, to: paths.office365(botId) }] : []),
  ]
  return (
    <Page
      title={step ?? appTexts.office365}
      subject={bot?.name ?? ''}
      parent={step && appTexts.office365}
      crumbs={crumbs}
      intro={setup && intro(setup)}
      action={
        action === undefined ? (
          <Button component={Link} to={paths.askAdmin(botId)} variant="default">
            {office365Texts.steps.ask}
          </Button>
        ) : (
          action
        )
      }
    >
      <Loaded query={query} skeleton={<SetupSkeleton />}>
        {() =>
          setup ? (
            <>
              {!bare && <SetupSteps setup={setup} />}
              {children(setup)}
            </>
          ) : (
            <SetupSkeleton />
          )
        }
      </Loaded>
    </Page>
  )
}
