import { NativeSelect, TextInput } from '@mantine/core'
import { Icon } from '../../../ground/components/icon.tsx'
import { type StatusKind, statusKinds, statusWords } from '../../../mail/describe-status.ts'
import type { BotFilter as Filter } from '../select-bots.ts'
import { botsTexts } from '../texts.ts'
import classes from './bot-filter.module.css'

interface BotFilterProps {
  filter: Filter
  counts: ReadonlyMap<StatusKind, number>
  onChange: (filter: Filter) => void
}

export const readStatusKind = (text: string | null): StatusKind | null =>
  statusKinds.find((kind) => kind === text) ?? null

export const BotFilter = ({ filter, counts, onChange }: BotFilterProps) => (
  <search className={classes['filter']}>
    <TextInput
      type="search"
      label={botsTexts.search}
      placeholder={botsTexts.searchHint}
      leftSection={<Icon name="search" />}
      value={filter.search}
      onChange={(event) => onChange({ ...filter, search: event.currentTarget.value })}
    />
    <NativeSelect
      label={botsTexts.filter}
      value={filter.kind ?? ''}
      data={[
        { value: '', label: botsTexts.all },
        ...statusKinds.map((kind) => ({ value: kind, label: `${statusWords[kind]} (${counts.get(kind) ?? 0})` })),
      ]}
      onChange={(event) => onChange({ ...filter, kind: readStatusKind(event.currentTarget.value) })}
    />
  </search>
)
