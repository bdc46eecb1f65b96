import { Button } from '@mantine/core'
import { type Bot, type BotTotals, countAttention } from '@office365-email/shared/bot'
import { type ReactNode, useRef } from 'react'
import { EmptyState } from '../../../ground/components/empty-state.tsx'
import { Notice } from '../../../ground/components/notice.tsx'
import type { BotFilter as Filter } from '../queries.ts'
import { botsTexts } from '../texts.ts'
import { BotFilter } from './bot-filter.tsx'
import { BotList } from './bot-list.tsx'

interface BotOverviewProps {
  filter: Filter
  onFilter: (filter: Filter) => void
  /** Those that match the filter, as far as they are loaded. */
  bots: readonly Bot[]
  totals: BotTotals
  /** Between what needs attention and the list. */
  pictures: ReactNode
  /** The button that loads more. */
  more: ReactNode
}

export function BotOverview({ filter, onFilter, bots, totals, pictures, more }: BotOverviewProps) {
  const result = useRef<HTMLParagraphElement>(null)
  /** For buttons that are gone afterward: the focus must not be lost with them. */
  const show = (next: Filter) => {
    result.current?.focus()
    onFilter(next)
  }
  const attention = countAttention(totals)
  const isFiltered = Boolean(filter.q) || filter.status !== undefined
  return (
    <div className="stack wide">
      {attention > 0 && !isFiltered && (
        <Notice
          tone="caution"
          title={botsTexts.attention(attention)}
          actions={
            <Button variant="default" onClick={() => show({ status: 'attention' })}>
              {botsTexts.showAttention(attention)}
            </Button>
          }
        />
      )}
      {pictures}
      <BotFilter filter={filter} totals={totals} onChange={onFilter} />
      <p ref={result} tabIndex={-1} role="status" className="small quiet">
        {botsTexts.shown(totals.matching, totals.bots)}
      </p>
      {bots.length === 0 ? (
        <EmptyState
          title={botsTexts.noMatch}
          help={botsTexts.noMatchHelp}
          action={
            <Button variant="default" onClick={() => show({})}>
              {botsTexts.clear}
            </Button>
          }
        />
      ) : (
        <BotList bots={bots} />
      )}
      {more}
    </div>
  )
}
