import { Link } from 'react-router'
import { Section } from '../../ground/components/section.tsx'
import { LatestMessages } from '../messages/components/latest-messages.tsx'
import { mailPaths } from '../paths.ts'
import { BotMail } from '../statistics/components/bot-mail.tsx'
import { statisticsTexts } from '../statistics/texts.ts'
import { mailTexts } from '../texts.ts'

export { FactsWithFailure } from './facts-with-failure.tsx'

/** How the mail of a bot goes: its last messages, and its last 30 days. */
export const DailyMail = ({ botId }: { botId: string }) => (
  <>
    <Section
      id="messages"
      title={mailTexts.email.recent}
      aside={<Link to={mailPaths.messages(botId)}>{mailTexts.email.recentAll}</Link>}
    >
      <LatestMessages botId={botId} />
    </Section>
    <Section id="statistics" title={statisticsTexts.title}>
      <BotMail botId={botId} />
    </Section>
  </>
)
