import { NativeSelect, TextInput } from '@mantine/core'
import { nationalCloudNames, nationalClouds } from '@office365-email/shared/national-cloud'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { office365Fields } from '@office365-email/shared/office365-fields'
import type { ReactNode } from 'react'
import { daysUntil } from '../../../lib/format-time.ts'
import { useNow } from '../../../lib/use-now.ts'
import { findNote } from '../find-note.ts'
import { keepsSecret, parseCloud } from '../form-values.ts'
import { office365Texts } from '../texts.ts'
import type { ConfigurationForm } from '../use-configuration-form.ts'
import classes from './configuration-fields.module.css'
import { Office365Field } from './office365-field.tsx'

const texts = office365Texts.configuration

export function ConfigurationFields({ view, form }: { view: ConfigurationView; form: ConfigurationForm }) {
  const { values, faults } = form
  const now = useNow()
  const secretKept = keepsSecret(values, view)
  const secretNote = (): ReactNode => {
    if (view.clientSecret.state === 'not-set') return null
    return secretKept ? texts.secretKept : texts.secretGone
  }
  const datePast = values.secretExpiresOn !== '' && daysUntil(values.secretExpiresOn, now) < 0
  return (
    <div className={classes['fields']}>
      {office365Fields.map((field) => (
        <Office365Field
          key={field}
          field={field}
          value={values[field]}
          fault={faults[field]}
          note={field === 'clientSecret' ? secretNote() : findNote(field, values)}
          required={field !== 'clientSecret' || !secretKept}
          onEnter={(text, pasted) => form.enter(field, text, pasted)}
          onLeave={() => form.leave(field)}
        />
      ))}
      <div className={classes['pair']}>
        <TextInput
          type="date"
          label={texts.expires}
          description={texts.expiresHelp}
          value={values.secretExpiresOn}
          error={datePast ? texts.expiresPast : undefined}
          onChange={(event) => form.choose({ secretExpiresOn: event.currentTarget.value })}
        />
        <NativeSelect
          label={texts.cloud}
          description={texts.cloudHelp}
          value={values.cloud}
          data={nationalCloudNames.map((name) => ({ value: name, label: nationalClouds[name].label }))}
          onChange={(event) => form.choose({ cloud: parseCloud(event.currentTarget.value) })}
        />
      </div>
    </div>
  )
}
