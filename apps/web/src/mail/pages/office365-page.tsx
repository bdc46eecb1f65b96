import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo } from 'react'
import { Link } from 'react-router'
import { Loaded } from '../../ground/components/loaded.tsx'
import { Page } from '../../ground/components/page.tsx'
import { useBotId } from '../../ground/use-bot-id.ts'
import { settingsCrumbs, useMailHost } from '../host.ts'
import { SetupSkeleton } from '../office365/components/setup-skeleton.tsx'
import { SetupSteps } from '../office365/components/setup-steps.tsx'
import { configurationQuery } from '../office365/queries.ts'
import { collectFacts, type Setup } from '../office365/setup.ts'
import { office365Texts } from '../office365/texts.ts'
import { useDraft } from '../office365/use-draft.ts'
import { mailPaths } from '../paths.ts'
import { mailTexts } from '../texts.ts'

interface Office365PageProps {
  /** The step's name; without it, this is the main page of the setup. */
  step?: string
  /** False while the page's own code is on the way. */
  isReady?: boolean
  intro: (setup: Setup) => ReactNode
  /** Hides the list of steps: for a page that is not one of them. */
  bare?: boolean
  /** Next to the heading; by default a link to the page for the IT admin. */
  action?: ReactNode
  children: (setup: Setup) => ReactNode
}

/** The frame of every setup step: the breadcrumb, the steps, and the configuration once it is loaded. */
export const Office365Page = (props: Office365PageProps) => {
  const botId = useBotId()
  return <Office365PageOfBot key={botId} botId={botId} {...props} />
}

function Office365PageOfBot({
  botId,
  step,
  isReady = true,
  intro,
  bare = false,
  action,
  children,
}: Office365PageProps & { botId: string }) {
  const host = useMailHost()
  const { data: bot } = host.useBot(botId)
  const query = useQuery(configurationQuery(botId))
  const draft = useDraft(botId)
  const { data: view } = query
  const name = bot?.name ?? botId
  const setup = useMemo<Setup | null>(
    () =>
      isReady && view && draft ? { view, draft, facts: collectFacts(view, draft.values, { id: botId, name }) } : null,
    [isReady, view, draft, botId, name],
  )
  const crumbs = [
    ...settingsCrumbs(host, botId),
    { label: mailTexts.emailSettings, to: mailPaths.emailSettings(botId) },
    ...(step ? [{ label: mailTexts.office365, to: mailPaths.office365(botId) }] : []),
  ]
  return (
    <Page
      title={step ?? mailTexts.office365}
      subject={bot?.name ?? ''}
      parent={step && mailTexts.office365}
      crumbs={crumbs}
      intro={setup && intro(setup)}
      action={
        action === undefined ? (
          <Button component={Link} to={mailPaths.askAdmin(botId)} variant="default">
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
