import { NativeSelect } from '@mantine/core'
import { nationalCloudNames, nationalClouds } from '@office365-email/shared/national-cloud'
import { office365Fields } from '@office365-email/shared/office365-fields'
import { Fragment, type ReactNode } from 'react'
import { findNote } from '../find-faults.ts'
import { parseCloud } from '../form-values.ts'
import { office365Texts } from '../texts.ts'
import type { ConfigurationForm } from '../use-configuration-form.ts'
import classes from './configuration-fields.module.css'
import { ExpiryField } from './expiry-field.tsx'
import { Office365Field } from './office365-field.tsx'
import { PasteArea } from './paste-area.tsx'

const texts = office365Texts.configuration

interface ConfigurationFieldsProps {
  form: ConfigurationForm
  secretNote?: ReactNode
  secretRequired?: boolean
  /** Takes the place of the client secret if the app signs in without one. */
  credential?: ReactNode
}

export const ConfigurationFields = ({
  form,
  secretNote = null,
  secretRequired = true,
  credential,
}: ConfigurationFieldsProps) => {
  const hasSecret = form.values.credentialKind === 'client-secret'
  return (
    <div className={classes['fields']}>
      <PasteArea form={form} />
      {office365Fields.map((field) =>
        field === 'clientSecret' && !hasSecret ? (
          <Fragment key={field}>{credential}</Fragment>
        ) : (
          <Office365Field
            key={field}
            field={field}
            value={form.values[field]}
            fault={form.faults[field]}
            removed={form.notes[field]}
            note={field === 'clientSecret' ? secretNote : findNote(field, form.values)}
            required={field !== 'clientSecret' || secretRequired}
            onEnter={(text, pasted) => form.enter(field, text, pasted)}
            onPaste={(text) => form.paste(field, text)}
            onLeave={() => form.leave(field)}
          />
        ),
      )}
      <div className={classes['pair']}>
        {hasSecret && (
          <ExpiryField
            value={form.values.secretExpiresOn}
            onChange={(secretExpiresOn) => form.choose({ secretExpiresOn })}
          />
        )}
        <NativeSelect
          label={texts.cloud}
          description={texts.cloudHelp}
          value={form.values.cloud}
          data={nationalCloudNames.map((name) => ({ value: name, label: nationalClouds[name].label }))}
          onChange={(event) => form.choose({ cloud: parseCloud(event.currentTarget.value) })}
        />
      </div>
    </div>
  )
}
