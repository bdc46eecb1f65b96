import { Link } from 'react-router'
import { EmptyState } from '../../ground/components/empty-state.tsx'
import { Page } from '../../ground/components/page.tsx'
import { useMailHost } from '../host.ts'
import { MessageResults } from '../messages/components/message-results.tsx'
import { messagesTexts as texts } from '../messages/texts.ts'
import { useMessageSearch } from '../messages/use-message-search.ts'
import { mailPaths } from '../paths.ts'
import { mailTexts } from '../texts.ts'

/** The messages of all bots that the person may see. */
export function AllMessagesPage() {
  const { user, BotChoice, useBotNames = noNames } = useMailHost()
  const [search, changeSearch] = useMessageSearch()
  const { bot } = search
  const botName = useBotNames(bot ? [bot] : []).get(bot ?? '') ?? bot
  return (
    <Page
      title={mailTexts.allMessages}
      intro={<p className="quiet">{texts.introAll}</p>}
      action={user.role === 'owner' && <Link to={mailPaths.personalData()}>{mailTexts.personalData}</Link>}
    >
      <MessageResults
        botId={null}
        search={search}
        onChange={changeSearch}
        botName={botName}
        botChoice={
          BotChoice && (
            <BotChoice
              label={texts.search.bot}
              all={texts.search.allBots}
              bot={bot && botName ? { id: bot, name: botName } : null}
              onPick={(id) => changeSearch((chosen) => ({ ...chosen, bot: id ?? undefined }))}
            />
          )
        }
        empty={<EmptyState title={texts.empty} help={texts.emptyHelpAll} />}
      />
    </Page>
  )
}

const none: ReadonlyMap<string, string> = new Map()
const noNames = () => none
