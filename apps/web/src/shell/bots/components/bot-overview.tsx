import { Button } from '@mantine/core'
import type { Bot } from '@office365-email/shared/bot'
import { useDeferredValue, useMemo } from 'react'
import { EmptyState } from '../../../ground/components/empty-state.tsx'
import { useNow } from '../../../ground/use-now.ts'
import { countKinds, describeBot, selectBots } from '../select-bots.ts'
import { botsTexts } from '../texts.ts'
import { BotFilter, readStatusKind } from './bot-filter.tsx'
import { BotList } from './bot-list.tsx'

interface BotOverviewProps {
  bots: readonly Bot[]
  /** `q` and `state` in the address are the filter. */
  search: URLSearchParams
  onSearchChange: (search: Record<string, string>) => void
}

export function BotOverview({ bots, search, onSearchChange }: BotOverviewProps) {
  const minute = useNow().getTime()
  const listed = useMemo(() => bots.map((bot) => describeBot(bot, new Date(minute))), [bots, minute])
  const counts = useMemo(() => countKinds(listed), [listed])
  const text = search.get('q') ?? ''
  const kind = readStatusKind(search.get('state'))
  const wanted = useDeferredValue(text)
  const selected = useMemo(() => selectBots(listed, { search: wanted, kind }), [listed, wanted, kind])
  return (
    <div className="stack">
      <BotFilter
        filter={{ search: text, kind }}
        counts={counts}
        onChange={(next) =>
          onSearchChange({ ...(next.search ? { q: next.search } : {}), ...(next.kind ? { state: next.kind } : {}) })
        }
      />
      <p role="status" className="small quiet">
        {botsTexts.shown(selected.length, bots.length)}
      </p>
      {selected.length === 0 ? (
        <EmptyState
          title={botsTexts.noMatch}
          help={botsTexts.noMatchHelp}
          action={
            <Button variant="default" onClick={() => onSearchChange({})}>
              {botsTexts.clear}
            </Button>
          }
        />
      ) : (
        <BotList key={`${kind}:${wanted}`} bots={selected} />
      )}
    </div>
  )
}
