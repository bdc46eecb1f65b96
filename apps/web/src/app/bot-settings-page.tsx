import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import { Loaded } from '../components/loaded.tsx'
import { Page } from '../components/page.tsx'
import { PageSkeleton } from '../components/page-skeleton.tsx'
import { Section } from '../components/section.tsx'
import { StatusLine } from '../components/status-line.tsx'
import { botQuery } from '../features/bots/api/bot-query.ts'
import { DeleteBot } from '../features/bots/components/delete-bot.tsx'
import { RenameBotForm } from '../features/bots/components/rename-bot-form.tsx'
import { describeBot } from '../features/bots/select-bots.ts'
import { paths } from '../lib/paths.ts'
import { useNow } from '../lib/use-now.ts'
import { appTexts } from './texts.ts'
import { useBotId } from './use-bot-id.ts'

const texts = appTexts.botSettings

export function BotSettingsPage() {
  const botId = useBotId()
  const query = useQuery(botQuery(botId))
  const navigate = useNavigate()
  const now = useNow()
  return (
    <Page title={appTexts.settings} subject={query.data?.name ?? ''} intro={<p className="quiet">{texts.intro}</p>}>
      <Loaded query={query} skeleton={<PageSkeleton />}>
        {(bot) => (
          <>
            <Section title={texts.general}>
              <RenameBotForm key={bot.id} bot={bot} />
              <p className="small quiet">
                {texts.id}: <code>{bot.id}</code>
              </p>
            </Section>
            <Section title={texts.email} aside={<Link to={paths.emailSettings(botId)}>{texts.emailLink}</Link>}>
              <StatusLine status={describeBot(bot, now).status}>
                <Link to={paths.office365(botId)}>{appTexts.office365}</Link>
              </StatusLine>
            </Section>
            <DeleteBot bot={bot} onDeleted={() => void navigate(paths.bots())} />
          </>
        )}
      </Loaded>
    </Page>
  )
}
