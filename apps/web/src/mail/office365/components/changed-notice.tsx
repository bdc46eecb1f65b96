import { Button } from '@mantine/core'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { Notice } from '../../../ground/components/notice.tsx'
import { Time } from '../../../ground/components/time.tsx'
import { describeActor } from '../../../ground/describe-actor.ts'
import { office365Texts } from '../texts.ts'

type Saved = Pick<ConfigurationView, 'savedBy' | 'savedAt'>

const texts = office365Texts.configuration

export const SavedBy = ({ savedBy, savedAt }: Saved) =>
  savedBy &&
  savedAt && (
    <>
      {texts.saved} {describeActor(savedBy)}, <Time iso={savedAt} />.
    </>
  )

/** Somebody saved, removed or locked the configuration while this form was open. */
export const ChangedNotice = ({ saved, onLoad }: { saved: Saved; onLoad: () => void }) => (
  <Notice
    tone="caution"
    role="alert"
    title={texts.changedTitle}
    actions={
      <Button variant="default" onClick={onLoad}>
        {texts.changedLoad}
      </Button>
    }
  >
    <p>
      <SavedBy {...saved} /> {texts.changedHelp}
    </p>
  </Notice>
)
