import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { DelayedSkeleton } from '../../../components/delayed-skeleton.tsx'
import { Disclosure } from '../../../components/disclosure.tsx'
import { Section } from '../../../components/section.tsx'
import { sameApplicationQuery } from '../api/same-application-query.ts'
import type { SetupFacts } from '../setup.ts'
import { office365Texts } from '../texts.ts'

const AccessDetails = lazy(async () => ({ default: (await import('./access-details.tsx')).AccessDetails }))

const texts = office365Texts.access
const skeleton = [{ id: 'details', width: '100%', height: '24rem' }]

/** Folded away, and fetched when it is opened first. */
export function AccessSection({ facts }: { facts: SetupFacts }) {
  const [opened, setOpened] = useState(false)
  const { data: others } = useQuery({ ...sameApplicationQuery(facts.botId), enabled: opened })
  return (
    <Section title={texts.title} intro={<p>{texts.help}</p>}>
      <Disclosure summary={texts.show} onOpen={() => setOpened(true)}>
        {opened && (
          <Suspense fallback={<DelayedSkeleton lines={skeleton} />}>
            <AccessDetails facts={facts} appIsShared={(others?.length ?? 0) > 0} />
          </Suspense>
        )}
      </Disclosure>
    </Section>
  )
}
