import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { lazy, Suspense } from 'react'
import { DelayedSkeleton } from '../../../ground/components/delayed-skeleton.tsx'
import { configuredTexts } from '../configured-texts.ts'
import { readFacts } from '../setup.ts'

const AccessDetails = lazy(async () => ({ default: (await import('./access-details.tsx')).AccessDetails }))

const skeleton = [{ id: 'details', width: '100%', height: '24rem' }]

/** For the saved values, not for the values in the form. Its code is loaded when the section is first opened. */
export const AccessSection = ({ view, botName }: { view: ConfigurationView; botName: string }) => (
  <>
    <p className="quiet">{configuredTexts.access.help}</p>
    <Suspense fallback={<DelayedSkeleton lines={skeleton} />}>
      <AccessDetails
        facts={readFacts({ id: view.botId, name: botName }, { ...view, credentialKind: view.credential.kind })}
      />
    </Suspense>
  </>
)
