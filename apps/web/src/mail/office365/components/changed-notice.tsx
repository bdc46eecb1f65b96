import { Button } from '@mantine/core'
import type { ActorReference } from '@office365-email/shared/actor-reference'
import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { Notice } from '../../../ground/components/notice.tsx'
import { Time } from '../../../ground/components/time.tsx'
import { office365Texts } from '../texts.ts'

type Saved = Pick<ConfigurationView, 'savedBy' | 'savedAt'>

const texts = office365Texts.configuration

/** The actor as part of a sentence: a person by name, anything else by its kind. */
function describeActor({ kind, name }: ActorReference): string {
  switch (kind) {
    case 'person':
      return name
    case 'service-key':
      return `the service key “${name}”`
    case 'intake-link':
      return 'an intake link'
    case 'operator':
      return 'an operator, on the command line'
    case 'system':
      return 'Unified Dashboard itself'
  }
}

export const SavedBy = ({ savedBy, savedAt }: Saved) =>
  savedBy &&
  savedAt && (
    <>
      {texts.saved} {describeActor(savedBy)}, <Time iso={savedAt} />.
    </>
  )

/** The configuration was saved, removed, or locked while this form was open. */
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
