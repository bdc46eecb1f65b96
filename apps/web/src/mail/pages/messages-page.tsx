import { Link } from 'react-router'
import { EmptyState } from '../../ground/components/empty-state.tsx'
import { Page } from '../../ground/components/page.tsx'
import { useBotId } from '../../ground/use-bot-id.ts'
import { useMailHost } from '../host.ts'
import { MessageResults } from '../messages/components/message-results.tsx'
import { messagesTexts as texts } from '../messages/texts.ts'
import { useMessageSearch } from '../messages/use-message-search.ts'
import { mailPaths } from '../paths.ts'

export function MessagesPage() {
  const botId = useBotId()
  const host = useMailHost()
  const { data: bot } = host.useBot(botId)
  const [{ bot: _, ...search }, changeSearch] = useMessageSearch()
  return (
    <Page title={texts.title} subject={bot?.name ?? ''} intro={<p className="quiet">{texts.intro}</p>}>
      <MessageResults
        botId={botId}
        search={search}
        onChange={changeSearch}
        empty={
          <EmptyState
            title={texts.empty}
            help={texts.emptyHelp}
            action={<Link to={mailPaths.office365(botId)}>{texts.setUp}</Link>}
          />
        }
      />
    </Page>
  )
}
