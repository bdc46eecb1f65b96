import { TextInput } from '@mantine/core'
import { nationalClouds } from '@office365-email/shared/national-cloud'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { listFields } from '@office365-email/shared/office365-fields'
import { useId } from 'react'
import { usePart } from '../../../ground/create-part.ts'
import { formatDate, formatDay } from '../../../ground/format-time.ts'
import { configuredTexts } from '../configured-texts.ts'
import { credentialParts } from '../credential-parts.ts'
import { office365Texts } from '../texts.ts'
import { SavedBy } from './changed-notice.tsx'
import fieldClasses from './configuration-fields.module.css'
import classes from './configuration-form.module.css'
import { Office365Field } from './office365-field.tsx'
import { ResetConfiguration } from './reset-configuration.tsx'

const texts = office365Texts.configuration

/** What the field of the client secret says instead of a value. */
function secretNoteOf({ clientSecret: { savedAt, expiresOn }, credential }: ConfigurationView): string {
  if (credential.state === 'not-set' || savedAt === null) return texts.secretLost
  return configuredTexts.configuration.secretSaved(formatDay(savedAt), expiresOn && formatDate(expiresOn))
}

/** The saved values, to read and copy. They cannot be changed before a reset. */
export function LockedConfiguration({ view, primary }: { view: ConfigurationView; primary: boolean }) {
  const reasonId = useId()
  const hasSecret = view.credential.kind === 'client-secret'
  const { code } = usePart(credentialParts, !hasSecret)
  return (
    <div className={classes['form']}>
      <p id={reasonId}>
        <SavedBy {...view} /> {configuredTexts.configuration.lockedReason}
      </p>
      <fieldset aria-label={texts.title} aria-describedby={reasonId} disabled>
        <div className={fieldClasses['lockedFields']}>
          {listFields(view.credential.kind).map((field) => (
            <Office365Field
              key={field}
              field={field}
              value={field === 'clientSecret' ? '' : (view[field] ?? '')}
              note={field === 'clientSecret' ? secretNoteOf(view) : null}
              disabled
            />
          ))}
          <div className={fieldClasses['pair']}>
            <TextInput label={texts.cloud} value={nationalClouds[view.cloud ?? 'global'].label} disabled readOnly />
          </div>
        </div>
      </fieldset>
      {!hasSecret && code && <code.LockedCredential credential={view.credential} />}
      <div className={classes['actions']}>
        <ResetConfiguration botId={view.botId} primary={primary} />
      </div>
    </div>
  )
}
