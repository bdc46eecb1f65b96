import { messageEndpoints } from '@office365-email/shared/endpoints/messages'
import type { Message } from '@office365-email/shared/message'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { queryOf } from '../../ground/api-query.ts'
import { DiagnosisPanel } from '../../ground/components/diagnosis-panel.tsx'
import { Loaded } from '../../ground/components/loaded.tsx'
import { Page } from '../../ground/components/page.tsx'
import { PageSkeleton } from '../../ground/components/page-skeleton.tsx'
import { Section } from '../../ground/components/section.tsx'
import { TextBlock } from '../../ground/components/text-block.tsx'
import { useBotId } from '../../ground/use-bot-id.ts'
import { useMailHost } from '../host.ts'
import { MessageActions } from '../messages/components/message-actions.tsx'
import { MessageFacts } from '../messages/components/message-facts.tsx'
import { MessageLife } from '../messages/components/message-life.tsx'
import { StateBadge } from '../messages/components/state-badge.tsx'
import { describeLife } from '../messages/describe-life.ts'
import { lineTexts } from '../messages/line-texts.ts'
import { messagesTexts as texts } from '../messages/texts.ts'
import { writeReport } from '../messages/write-report.ts'
import { configurationQuery } from '../office365/queries.ts'
import { mailPaths } from '../paths.ts'

const refreshMs = 10_000

/** Everything that is known about one message. */
export function MessagePage() {
  const botId = useBotId()
  const { messageId = '' } = useParams()
  const { data: bot } = useMailHost().useBot(botId)
  const params = { botId, messageId }
  const message = useQuery({ ...queryOf(messageEndpoints.readMessage, { params }), refetchInterval: refreshMs })
  return (
    <Page
      title={message.data ? message.data.subject || lineTexts.noSubject : texts.page.title}
      subject={bot?.name ?? ''}
      parent={texts.title}
      crumbs={[{ label: texts.title, to: mailPaths.messages(botId) }]}
    >
      <Loaded query={message} skeleton={<PageSkeleton />}>
        {(data) => <MessageContent message={data} botName={bot?.name ?? botId} />}
      </Loaded>
    </Page>
  )
}

function MessageContent({ message, botName }: { message: Message; botName: string }) {
  const { botId, id, diagnosis } = message
  const history = useQuery({
    ...queryOf(messageEndpoints.readMessageHistory, { params: { botId, messageId: id } }),
    refetchInterval: refreshMs,
  })
  const { data: configuration } = useQuery(configurationQuery(botId))
  const report = writeReport({
    message,
    botName,
    mailbox: configuration?.userEmail,
    tenantId: configuration?.tenantId,
    clientId: configuration?.clientId,
  })
  return (
    <>
      <div className="stack">
        <div>
          <StateBadge state={message.state} />
        </div>
        <p>{texts.meanings[message.state]}</p>
        <MessageActions message={message} />
        {diagnosis && <DiagnosisPanel diagnosis={diagnosis} />}
      </div>
      <Section title={texts.page.life}>
        <Loaded query={history} skeleton={<PageSkeleton />}>
          {(data) => <MessageLife botId={botId} events={describeLife(message, data)} />}
        </Loaded>
      </Section>
      <Section title={texts.details}>
        <MessageFacts message={message} />
      </Section>
      <Section title={texts.page.report} intro={<p>{texts.page.reportHelp}</p>}>
        <TextBlock what={texts.page.reportWhat} text={report} wraps />
      </Section>
    </>
  )
}
