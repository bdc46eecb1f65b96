import type { ConfigurationView } from '@office365-email/shared/office365-configuration'
import { lazy, Suspense, useState } from 'react'
import { DelayedSkeleton } from '../../../ground/components/delayed-skeleton.tsx'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import { Section } from '../../../ground/components/section.tsx'
import { configuredTexts } from '../configured-texts.ts'
import { readFacts } from '../setup.ts'

const AccessDetails = lazy(async () => ({ default: (await import('./access-details.tsx')).AccessDetails }))

const texts = configuredTexts.access
const skeleton = [{ id: 'details', width: '100%', height: '24rem' }]

/** For the saved values, not for the values in the form. Its code is loaded when the section is first opened. */
export function AccessSection({ view, botName }: { view: ConfigurationView; botName: string }) {
  const [opened, setOpened] = useState(false)
  return (
    <Section title={texts.title} intro={<p>{texts.help}</p>}>
      <Disclosure summary={texts.show} onOpen={() => setOpened(true)}>
        {opened && (
          <Suspense fallback={<DelayedSkeleton lines={skeleton} />}>
            <AccessDetails facts={readFacts({ id: view.botId, name: botName }, view)} />
          </Suspense>
        )}
      </Disclosure>
    </Section>
  )
}
