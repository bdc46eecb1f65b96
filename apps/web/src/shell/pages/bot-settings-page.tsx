import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import { Loaded } from '../../ground/components/loaded.tsx'
import { Page } from '../../ground/components/page.tsx'
import { PageSkeleton } from '../../ground/components/page-skeleton.tsx'
import { Section } from '../../ground/components/section.tsx'
import { StatusLine } from '../../ground/components/status-line.tsx'
import { useBotId } from '../../ground/use-bot-id.ts'
import { useNow } from '../../ground/use-now.ts'
import { mailPaths } from '../../mail/paths.ts'
import { mailTexts } from '../../mail/texts.ts'
import { DeleteBot } from '../bots/components/delete-bot.tsx'
import { RenameBotForm } from '../bots/components/rename-bot-form.tsx'
import { describeBot } from '../bots/describe-bot.ts'
import { botQuery } from '../bots/queries.ts'
import { hasOwnBots, hasShell } from '../page-settings.ts'
import { shellPaths } from '../paths.ts'
import { appTexts } from '../texts.ts'

const texts = appTexts.botSettings

export function BotSettingsPage() {
  const botId = useBotId()
  const query = useQuery(botQuery(botId))
  const navigate = useNavigate()
  const now = useNow()
  return (
    <Page
      title={mailTexts.settings}
      subject={query.data?.name ?? ''}
      crumbs={hasShell ? [] : [{ label: appTexts.bots, to: shellPaths.bots() }]}
      intro={<p className="quiet">{texts.intro}</p>}
    >
      <Loaded query={query} skeleton={<PageSkeleton />}>
        {(bot) => (
          <>
            <Section title={texts.general}>
              {hasOwnBots ? <RenameBotForm key={bot.id} bot={bot} /> : <p>{bot.name}</p>}
              <p className="small quiet">
                {texts.id}: <code>{bot.id}</code>
              </p>
            </Section>
            <Section title={texts.email} aside={<Link to={mailPaths.emailSettings(botId)}>{texts.emailLink}</Link>}>
              <StatusLine status={describeBot(bot, now).status}>
                <Link to={mailPaths.office365(botId)}>{mailTexts.office365}</Link>
              </StatusLine>
            </Section>
            {(hasOwnBots || bot.gone) && <DeleteBot bot={bot} onDeleted={() => void navigate(shellPaths.bots())} />}
          </>
        )}
      </Loaded>
    </Page>
  )
}
