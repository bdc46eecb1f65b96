import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { Link } from 'react-router'
import { Notice } from '../../../components/notice.tsx'
import { Time } from '../../../components/time.tsx'
import { paths } from '../../../lib/paths.ts'
import { office365Texts } from '../texts.ts'

const texts = office365Texts.changedByKey

/** No person entered the values that are saved: whoever looks after the bot should know. */
export const ChangedByKey = ({ savedBy, savedAt }: Pick<ConfigurationView, 'savedBy' | 'savedAt'>) =>
  savedBy?.kind === 'service-key' &&
  savedAt && (
    <Notice
      tone="info"
      title={texts.title(savedBy.name)}
      actions={<Link to={paths.serviceKeys()}>{texts.toKeys}</Link>}
    >
      <p>
        {texts.when} <Time iso={savedAt} />. {texts.help}
      </p>
    </Notice>
  )
