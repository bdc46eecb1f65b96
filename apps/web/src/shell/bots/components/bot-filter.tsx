import { NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { type BotTotals, countAttention } from '@office365-email/shared/bot'
import { botStatuses } from '@office365-email/shared/bot-status'
import { useState } from 'react'
import { Icon } from '../../../ground/components/icon.tsx'
import { statusWords } from '../../../mail/describe-status.ts'
import type { BotFilter as Filter } from '../queries.ts'
import { botsTexts } from '../texts.ts'
import { typingPauseMs } from '../use-bot-search.ts'
import classes from './bot-filter.module.css'

interface BotFilterProps {
  filter: Filter
  totals: BotTotals
  onChange: (filter: Filter) => void
}

const statuses = ['attention', ...botStatuses] as const

/** The status in the address; undefined if it is not valid. */
export const readStatus = (text: string | null): Filter['status'] => statuses.find((status) => status === text)

export function BotFilter({ filter, totals, onChange }: BotFilterProps) {
  const { q = '' } = filter
  const [typed, setTyped] = useState(q)
  const [sent, setSent] = useState(q)
  const [seen, setSeen] = useState(q)
  const search = useDebouncedCallback((text: string) => {
    setSent(text)
    onChange({ ...filter, q: text })
  }, typingPauseMs)
  // The field follows the address if something else changed it, such as a link.
  if (q !== seen) {
    setSeen(q)
    if (q !== sent) {
      setSent(q)
      setTyped(q)
    }
  }
  return (
    <search className={classes['filter']}>
      <TextInput
        type="search"
        label={botsTexts.search}
        placeholder={botsTexts.searchHint}
        maxLength={100}
        leftSection={<Icon name="search" />}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          search(event.currentTarget.value)
        }}
      />
      <NativeSelect
        label={botsTexts.filter}
        value={filter.status ?? ''}
        data={[
          { value: '', label: botsTexts.all },
          { value: 'attention', label: botsTexts.counted(botsTexts.needAttention, countAttention(totals)) },
          ...botStatuses.map((status) => ({
            value: status,
            label: botsTexts.counted(statusWords[status], totals.byStatus[status]),
          })),
        ]}
        onChange={(event) => onChange({ q: typed, status: readStatus(event.currentTarget.value) })}
      />
    </search>
  )
}
