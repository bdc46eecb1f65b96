import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { Link } from 'react-router'
import { Notice } from '../../../ground/components/notice.tsx'
import { Time } from '../../../ground/components/time.tsx'
import { useMailHost } from '../../host.ts'
import { configuredTexts } from '../configured-texts.ts'

const texts = configuredTexts.changedByKey

/** Says that a program, not a person, saved the values. */
export function ChangedByKey({ savedBy, savedAt }: Pick<ConfigurationView, 'savedBy' | 'savedAt'>) {
  const { paths } = useMailHost()
  if (savedBy?.kind !== 'service-key' || !savedAt) return null
  return (
    <Notice
      tone="info"
      title={texts.title(savedBy.name)}
      actions={paths.serviceKeys && <Link to={paths.serviceKeys()}>{texts.toKeys}</Link>}
    >
      <p>
        {texts.when} <Time iso={savedAt} />. {texts.help}
      </p>
    </Notice>
  )
}
