import { NativeSelect } from '@mantine/core'
import type { Bot } from '@office365-email/shared/bot'
import { auditEventEndpoints } from '@office365-email/shared/endpoints/audit-events'
import type { AuditFilter as Filter } from '../audit-events-query.ts'
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

const { action } = auditEventEndpoints.listAuditEvents.query.shape

/** The action in the address; undefined if it is not valid. */
export const readAction = (text: string | null): Filter['action'] => action.safeParse(text ?? undefined).data

export const AuditFilter = ({ bots, filter, onChange }: AuditFilterProps) => (
  <search className={classes['filter']}>
    <NativeSelect
      label={texts.bot}
      value={filter.botId ?? ''}
      data={[{ value: '', label: texts.allBots }, ...bots.map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={(event) => onChange({ ...filter, botId: event.currentTarget.value || undefined })}
    />
    <NativeSelect
      label={texts.action}
      value={filter.action ?? ''}
      data={[{ value: '', label: texts.allActions }, ...actionGroups]}
      onChange={(event) => onChange({ ...filter, action: readAction(event.currentTarget.value) })}
    />
  </search>
)
