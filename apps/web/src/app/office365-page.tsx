import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Loaded } from '../components/loaded.tsx'
import { Page } from '../components/page.tsx'
import { PageSkeleton } from '../components/page-skeleton.tsx'
import { botQuery } from '../features/bots/api/bot-query.ts'
import { configurationQuery } from '../features/office365/api/configuration-query.ts'
import { SetupSteps } from '../features/office365/components/setup-steps.tsx'
import { paths } from '../lib/paths.ts'
import { appTexts } from './texts.ts'
import { useBotId } from './use-bot-id.ts'

interface Office365PageProps {
  /** The step's name; without it the page of the setup itself. */
  step?: string
  intro: (view: ConfigurationView) => ReactNode
  children: (view: ConfigurationView, botName: string) => ReactNode
}

/** What every step of the set-up has: the way here, the steps, and the configuration once it is there. */
export function Office365Page({ step, intro, children }: Office365PageProps) {
  const botId = useBotId()
  const { data: bot } = useQuery(botQuery(botId))
  const query = useQuery(configurationQuery(botId))
  const crumbs = [
    { label: appTexts.settings, to: paths.settings(botId) },
    { label: appTexts.emailSettings, to: paths.emailSettings(botId) },
    ...(step ? [{ label: appTexts.office365, to: paths.office365(botId) }] : []),
  ]
  return (
    <Page
      title={step ?? appTexts.office365}
      subject={bot?.name}
      parent={step && appTexts.office365}
      crumbs={crumbs}
      intro={query.data && intro(query.data)}
    >
      <Loaded query={query} skeleton={<PageSkeleton />}>
        {(view) => (
          <>
            <SetupSteps view={view} />
            {children(view, bot?.name ?? botId)}
          </>
        )}
      </Loaded>
    </Page>
  )
}
