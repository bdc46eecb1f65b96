import { lazy, Suspense, useState } from 'react'
import { DelayedSkeleton } from '../../../ground/components/delayed-skeleton.tsx'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import type { SetupFacts } from '../setup.ts'
import { office365Texts } from '../texts.ts'

const RenewScripts = lazy(async () => ({ default: (await import('./renew-scripts.tsx')).RenewScripts }))

const skeleton = [{ id: 'scripts', width: '100%', height: '24rem' }]

/** Scripts that create a new secret, for a person who needs to enter one. */
export function RenewSecret({ facts }: { facts: SetupFacts }) {
  const [opened, setOpened] = useState(false)
  return (
    <Disclosure summary={office365Texts.renew.summary} onOpen={() => setOpened(true)}>
      {opened && (
        <Suspense fallback={<DelayedSkeleton lines={skeleton} />}>
          <RenewScripts facts={facts} />
        </Suspense>
      )}
    </Disclosure>
  )
}
