import { Button, NativeSelect } from '@mantine/core'
import type { MessageState } from '@office365-email/shared/message'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useSearchParams } from 'react-router'
import { EmptyState } from '../components/empty-state.tsx'
import { Loaded } from '../components/loaded.tsx'
import { MorePages } from '../components/more-pages.tsx'
import { Page } from '../components/page.tsx'
import { PageSkeleton } from '../components/page-skeleton.tsx'
import { botQuery } from '../features/bots/api/bot-query.ts'
import { messagesQuery } from '../features/messages/api/messages-query.ts'
import { MessageList } from '../features/messages/components/message-list.tsx'
import { messagesTexts as texts } from '../features/messages/texts.ts'
import { paths } from '../lib/paths.ts'
import classes from './messages-page.module.css'
import { useBotId } from './use-bot-id.ts'

const states = Object.keys(texts.states) as MessageState[]
const readState = (text: string | null) => states.find((state) => state === text) ?? null

export function MessagesPage() {
  const botId = useBotId()
  const { data: bot } = useQuery(botQuery(botId))
  const [search, setSearch] = useSearchParams()
  const state = readState(search.get('state'))
  const query = useInfiniteQuery(messagesQuery(botId, state))
  return (
    <Page title={texts.title} subject={bot?.name ?? ''} intro={<p className="quiet">{texts.intro}</p>}>
      <div className={classes['page']}>
        <NativeSelect
          className={classes['filter'] ?? ''}
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
                action={<Link to={paths.office365(botId)}>{texts.setUp}</Link>}
              />
            )
          }}
        </Loaded>
        <MorePages query={query} label={texts.more} />
      </div>
    </Page>
  )
}
