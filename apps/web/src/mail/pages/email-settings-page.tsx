import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { CopyButton } from '../../ground/components/copy-button.tsx'
import { ExampleBlock } from '../../ground/components/example-block.tsx'
import { Loaded } from '../../ground/components/loaded.tsx'
import { Page } from '../../ground/components/page.tsx'
import { PageSkeleton } from '../../ground/components/page-skeleton.tsx'
import { ProblemNotice } from '../../ground/components/problem-notice.tsx'
import { Section } from '../../ground/components/section.tsx'
import { StatusLine } from '../../ground/components/status-line.tsx'
import { absoluteApi } from '../../ground/place.ts'
import { useBotId } from '../../ground/use-bot-id.ts'
import { useNow } from '../../ground/use-now.ts'
import { describeStatus, statusFactsOf } from '../describe-status.ts'
import { emailTexts } from '../email-texts.ts'
import { settingsCrumbs, useMailHost } from '../host.ts'
import { MessageList } from '../messages/components/message-list.tsx'
import { messagesQuery } from '../messages/messages-query.ts'
import { configurationQuery } from '../office365/queries.ts'
import { mailPaths } from '../paths.ts'
import { sendExample } from '../send-example.ts'
import { mailTexts } from '../texts.ts'
import classes from './email-settings-page.module.css'

const texts = { ...emailTexts, ...mailTexts.email }

export function EmailSettingsPage() {
  const botId = useBotId()
  const host = useMailHost()
  const { data: bot } = host.useBot(botId)
  const query = useQuery(configurationQuery(botId))
  const now = useNow()
  const example = sendExample(botId, absoluteApi())
  return (
    <Page
      title={mailTexts.emailSettings}
      subject={bot?.name ?? ''}
      crumbs={settingsCrumbs(host, botId)}
      intro={<p className="quiet">{texts.intro}</p>}
    >
      <Loaded query={query} skeleton={<PageSkeleton />}>
        {(view) => (
          <>
            <Section title={texts.method} aside={<Link to={mailPaths.office365(botId)}>{mailTexts.office365}</Link>}>
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
              <p className="quiet">{texts.servicesSender}</p>
              <p className="quiet">
                {texts.servicesReplies} <code>{texts.servicesRepliesHeader}</code>
              </p>
            </Section>
            {/* Last, because it loads later and must not move any control. */}
            <Section title={texts.recent} aside={<Link to={mailPaths.messages(botId)}>{texts.recentAll}</Link>}>
              <RecentMessages botId={botId} />
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  )
}

function RecentMessages({ botId }: { botId: string }) {
  const { data, error, refetch } = useInfiniteQuery(messagesQuery(botId, { states: [] }, { limit: 3 }))
  if (error && !data) return <ProblemNotice error={error} onRetry={() => void refetch()} />
  const messages = data?.pages[0]?.messages
  if (!messages) return null
  return messages.length === 0 ? <p className="quiet">{texts.recentNone}</p> : <MessageList messages={messages} />
}
