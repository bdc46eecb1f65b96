import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { CopyButton } from '../components/copy-button.tsx'
import { ExampleBlock } from '../components/example-block.tsx'
import { Loaded } from '../components/loaded.tsx'
import { Page } from '../components/page.tsx'
import { PageSkeleton } from '../components/page-skeleton.tsx'
import { ProblemNotice } from '../components/problem-notice.tsx'
import { Section } from '../components/section.tsx'
import { StatusLine } from '../components/status-line.tsx'
import { botQuery } from '../features/bots/api/bot-query.ts'
import { messagesQuery } from '../features/messages/api/messages-query.ts'
import { MessageList } from '../features/messages/components/message-list.tsx'
import { configurationQuery } from '../features/office365/api/configuration-query.ts'
import { describeStatus, statusFactsOf } from '../lib/describe-status.ts'
import { paths } from '../lib/paths.ts'
import { sendExample } from '../lib/send-example.ts'
import { useNow } from '../lib/use-now.ts'
import classes from './email-settings-page.module.css'
import { appTexts } from './texts.ts'
import { useBotId } from './use-bot-id.ts'

const texts = appTexts.email

export function EmailSettingsPage() {
  const botId = useBotId()
  const { data: bot } = useQuery(botQuery(botId))
  const query = useQuery(configurationQuery(botId))
  const now = useNow()
  const example = sendExample(botId, window.location.origin)
  return (
    <Page
      title={appTexts.emailSettings}
      subject={bot?.name ?? ''}
      crumbs={[{ label: appTexts.settings, to: paths.settings(botId) }]}
      intro={<p className="quiet">{texts.intro}</p>}
    >
      <Loaded query={query} skeleton={<PageSkeleton />}>
        {(view) => (
          <>
            <Section title={texts.method} aside={<Link to={paths.office365(botId)}>{appTexts.office365}</Link>}>
              <div className={classes['method']}>
                <p>
                  <strong>{view.userEmail ?? texts.methodName}</strong>
                </p>
                <p className="quiet">{texts.methodHelp}</p>
              </div>
              <StatusLine status={describeStatus(statusFactsOf(view), now)} />
            </Section>
            <Section title={texts.services} intro={<p>{texts.servicesHelp}</p>}>
              <ExampleBlock text={example} />
              <div>
                <CopyButton text={example} what={texts.servicesCopy} />
              </div>
            </Section>
            {/* Last, since it comes late: it must not move what can be pressed. */}
            <Section title={texts.recent} aside={<Link to={paths.messages(botId)}>{texts.recentAll}</Link>}>
              <RecentMessages botId={botId} />
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function RecentMessages({ botId }: { botId: string }) {
  const { data, error, refetch } = useInfiniteQuery(messagesQuery(botId, null, 3))
  if (error && !data) return <ProblemNotice error={error} onRetry={() => void refetch()} />
  const messages = data?.pages[0]?.messages
  if (!messages) return null
  return messages.length === 0 ? <p className="quiet">{texts.recentNone}</p> : <MessageList messages={messages} />
}
