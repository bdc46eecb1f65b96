import { NativeSelect } from '@mantine/core'
import type { Bot } from '@office365-email/shared/bot'
import type { AuditFilter as Filter } from '../api/audit-events-query.ts'
import { auditTexts as texts } from '../texts.ts'
import classes from './audit-filter.module.css'

interface AuditFilterProps {
  bots: readonly Bot[]
  filter: Filter
  onChange: (filter: Filter) => void
}

const actionGroups = Object.entries(texts.subjects).map(([subject, name]) => ({
  group: name,
  items: [
    { value: subject, label: texts.everything(name) },
    ...Object.entries(texts.actions)
      .filter(([action]) => action.startsWith(`${subject}.`))
      .map(([action, label]) => ({ value: action, label: `${name}: ${label.toLowerCase()}` })),
  ],
}))

const known = new Set([...Object.keys(texts.subjects), ...Object.keys(texts.actions)])

/** What an address asks for, if there is such a thing. */
export const readAction = (text: string | null): string | null => (text !== null && known.has(text) ? text : null)

export const AuditFilter = ({ bots, filter, onChange }: AuditFilterProps) => (
  <search className={classes['filter']}>
    <NativeSelect
      label={texts.bot}
      value={filter.botId ?? ''}
      data={[{ value: '', label: texts.allBots }, ...bots.map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={(event) => onChange({ ...filter, botId: event.currentTarget.value || null })}
    />
    <NativeSelect
      label={texts.action}
      value={filter.action ?? ''}
      data={[{ value: '', label: texts.allActions }, ...actionGroups]}
      onChange={(event) => onChange({ ...filter, action: readAction(event.currentTarget.value) })}
    />
  </search>
)
