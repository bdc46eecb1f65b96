import { TextInput } from '@mantine/core'
import { nationalClouds } from '@office365-email/shared/national-cloud'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { office365Fields } from '@office365-email/shared/office365-fields'
import { useId } from 'react'
import { formatDate, formatDay } from '../../../ground/format-time.ts'
import { office365Texts } from '../texts.ts'
import { SavedBy } from './changed-notice.tsx'
import fieldClasses from './configuration-fields.module.css'
import classes from './configuration-form.module.css'
import { Office365Field } from './office365-field.tsx'
import { ResetConfiguration } from './reset-configuration.tsx'

const texts = office365Texts.configuration

/** The saved values, to read and copy. They cannot be changed before a reset. */
export function LockedConfiguration({ view, primary }: { view: ConfigurationView; primary: boolean }) {
  const reasonId = useId()
  const { savedAt, expiresOn } = view.clientSecret
  const secretNote = savedAt
    ? texts.secretSaved(formatDay(savedAt), expiresOn && formatDate(expiresOn))
    : texts.secretLost
  return (
    <div className={classes['form']}>
      <p id={reasonId}>
        <SavedBy {...view} /> {texts.lockedReason}
      </p>
      <fieldset className={classes['plain']} aria-label={texts.title} aria-describedby={reasonId} disabled>
        <div className={fieldClasses['lockedFields']}>
          {office365Fields.map((field) => (
            <Office365Field
              key={field}
              field={field}
              value={field === 'clientSecret' ? '' : (view[field] ?? '')}
              note={field === 'clientSecret' ? secretNote : null}
              disabled
            />
          ))}
          <div className={fieldClasses['pair']}>
            <TextInput label={texts.cloud} value={nationalClouds[view.cloud ?? 'global'].label} disabled readOnly />
          </div>
        </div>
      </fieldset>
      <div className={classes['actions']}>
        <ResetConfiguration botId={view.botId} primary={primary} />
      </div>
    </div>
  )
}
