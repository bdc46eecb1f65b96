import { Button, NativeSelect } from '@mantine/core'
import type { MessageState } from '@office365-email/shared/message'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { EmptyState } from '../../ground/components/empty-state.tsx'
import { Loaded } from '../../ground/components/loaded.tsx'
import { MorePages } from '../../ground/components/more-pages.tsx'
import { Page } from '../../ground/components/page.tsx'
import { PageSkeleton } from '../../ground/components/page-skeleton.tsx'
import { useBotId } from '../../ground/use-bot-id.ts'
import { useMailHost } from '../host.ts'
import { MessageList } from '../messages/components/message-list.tsx'
import { messagesQuery } from '../messages/messages-query.ts'
import { messagesTexts as texts } from '../messages/texts.ts'
import { mailPaths } from '../paths.ts'

const states = Object.keys(texts.states) as MessageState[]
const readState = (text: string | null) => states.find((state) => state === text) ?? null

export function MessagesPage() {
  const botId = useBotId()
  const host = useMailHost()
  const { data: bot } = host.useBot(botId)
  const [search, setSearch] = useSearchParams()
  const state = readState(search.get('state'))
  const query = useInfiniteQuery(messagesQuery(botId, state))
  return (
    <Page title={texts.title} subject={bot?.name ?? ''} intro={<p className="quiet">{texts.intro}</p>}>
      <div className="stack wide">
        <NativeSelect
          w="min(100%, 14rem)"
          label={texts.filter}
          value={state ?? ''}
          data={[
            { value: '', label: texts.all },
            ...states.map((name) => ({ value: name, label: texts.states[name] })),
          ]}
          onChange={(event) => {
            const { value } = event.currentTarget
            setSearch(value ? { state: value } : {}, { replace: true })
          }}
        />
        <Loaded query={query} skeleton={<PageSkeleton />}>
          {({ pages }) => {
            const messages = pages.flatMap((page) => page.messages)
            if (messages.length > 0) return <MessageList messages={messages} />
            return state ? (
              <EmptyState
                title={texts.emptyState}
                help=""
                action={
                  <Button variant="default" onClick={() => setSearch({})}>
                    {texts.showAll}
                  </Button>
                }
              />
            ) : (
              <EmptyState
                title={texts.empty}
                help={texts.emptyHelp}
                action={<Link to={mailPaths.office365(botId)}>{texts.setUp}</Link>}
              />
            )
          }}
        </Loaded>
        <MorePages query={query} label={texts.more} />
      </div>
    </Page>
  )
}
