import { Button } from '@mantine/core'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useMemo, useState } from 'react'
import { EmptyState } from '../../../ground/components/empty-state.tsx'
import { Loaded } from '../../../ground/components/loaded.tsx'
import { MorePages } from '../../../ground/components/more-pages.tsx'
import { PageSkeleton } from '../../../ground/components/page-skeleton.tsx'
import { useMailHost } from '../../host.ts'
import { messagesQuery } from '../messages-query.ts'
import { isSearching, type MessageSearch, writeSearch } from '../search-address.ts'
import { messagesTexts } from '../texts.ts'
import type { ChangeSearch } from '../use-message-search.ts'
import { useSteadyList } from '../use-steady-list.ts'
import { ExportMessages } from './export-messages.tsx'
import { MessageList } from './message-list.tsx'
import classes from './message-results.module.css'
import { ChosenFilters, StateFilter } from './search-filters.tsx'
import { SearchForm } from './search-form.tsx'

const texts = messagesTexts.search

interface MessageResultsProps {
  /** Null for all bots. */
  botId: string | null
  search: MessageSearch
  onChange: ChangeSearch
  botName?: string | undefined
  botChoice?: ReactNode
  /** What to show if there are no messages at all. */
  empty: ReactNode
}

/** The search in messages, and what it finds. */
export function MessageResults({ botId, search, onChange, botName, botChoice, empty }: MessageResultsProps) {
  const { loadBotNames } = useMailHost()
  const address = writeSearch(search).toString()
  const query = useInfiniteQuery({
    ...messagesQuery(botId, search, { counts: true, loadBotNames }),
    placeholderData: keepPreviousData,
  })
  const [isPointed, setPointed] = useState(false)
  const [isFocused, setFocused] = useState(false)
  const isHeld = isPointed || isFocused
  const release = () => {
    setPointed(false)
    setFocused(false)
  }
  const latest = query.data?.pages
  const messages = useMemo(() => latest?.flatMap((page) => page.messages) ?? [], [latest])
  const botNames = useMemo(() => new Map(latest?.flatMap((page) => [...page.botNames])), [latest])
  const { shown, newer } = useSteadyList(messages, { isHeld, subject: query.isPlaceholderData ? null : address })
  const counts = query.isPlaceholderData ? undefined : latest?.[0]?.counts
  return (
    <div className="stack wide">
      <SearchForm search={search} onChange={onChange} botChoice={botChoice} />
      <StateFilter search={search} onChange={onChange} counts={counts} />
      <ChosenFilters search={search} onChange={onChange} botName={botName} />
      <div className={classes['summary']}>
        <p role="status" className="small quiet">
          {counts ? texts.found(counts.matching, counts.isMore) : texts.searching}
        </p>
        <Button variant="default" size="xs" data-none={newer === 0} disabled={newer === 0} onClick={release}>
          {texts.newer(newer)}
        </Button>
      </div>
      <ExportMessages search={botId === null ? search : { ...search, bot: botId }} />
      <Loaded query={query} skeleton={<PageSkeleton />}>
        {() => {
          if (shown.length > 0)
            return (
              // biome-ignore lint/a11y/noStaticElementInteractions: it only notices that someone is at the list
              <div
                onPointerMove={() => setPointed(true)}
                onPointerLeave={() => setPointed(false)}
                onFocus={() => setFocused(true)}
                onBlur={({ currentTarget, relatedTarget }) => {
                  if (!currentTarget.contains(relatedTarget)) setFocused(false)
                }}
              >
                <MessageList messages={shown} botNames={botId === null ? botNames : undefined} onResent={release} />
              </div>
            )
          if (!isSearching(search)) return empty
          return (
            <EmptyState
              title={texts.none}
              help={describeChange(search)}
              action={
                <Button variant="default" onClick={() => onChange(() => ({ states: [] }))}>
                  {messagesTexts.showAll}
                </Button>
              }
            />
          )
        }}
      </Loaded>
      <MorePages query={query} label={messagesTexts.more} />
    </div>
  )
}

/** What to change about a search that finds nothing, most likely first. */
function describeChange({ q, recipient, from, to, states, source, bot }: MessageSearch): string {
  const advice = [
    recipient?.includes('@') && texts.change.address,
    recipient !== undefined && !recipient.includes('@') && texts.change.domain,
    q !== undefined && texts.change.words,
    (from !== undefined || to !== undefined) && texts.change.time,
    states.length > 0 && texts.change.states,
    source !== undefined && texts.change.source,
    bot !== undefined && texts.change.bot,
  ]
  return [...advice.filter((one) => typeof one === 'string'), texts.change.always].join(' ')
}
