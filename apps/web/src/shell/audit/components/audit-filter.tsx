import { NativeSelect } from '@mantine/core'
import { auditActionFilterSchema } from '@office365-email/shared/endpoints/audit-events'
import type { ReactNode } from 'react'
import type { AuditFilter as Filter } from '../audit-events-query.ts'
import { auditTexts as texts } from '../texts.ts'
import classes from './audit-filter.module.css'

interface AuditFilterProps {
  botPicker: ReactNode
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

/** The action in the address; undefined if it is not valid. */
export const readAction = (text: string | null): Filter['action'] =>
  auditActionFilterSchema.safeParse(text ?? undefined).data

export const AuditFilter = ({ botPicker, filter, onChange }: AuditFilterProps) => (
  <search className={classes['filter']}>
    {botPicker}
    <NativeSelect
      label={texts.action}
      value={filter.action ?? ''}
      data={[{ value: '', label: texts.allActions }, ...actionGroups]}
      onChange={(event) => onChange({ ...filter, action: readAction(event.currentTarget.value) })}
    />
  </search>
)
