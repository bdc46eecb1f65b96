import { lazy, Suspense, useState } from 'react'
import { DelayedSkeleton } from '../../../ground/components/delayed-skeleton.tsx'
import { Disclosure } from '../../../ground/components/disclosure.tsx'
import { configuredTexts } from '../configured-texts.ts'
import type { SetupFacts } from '../setup.ts'

const RenewScripts = lazy(async () => ({ default: (await import('./renew-scripts.tsx')).RenewScripts }))

const skeleton = [{ id: 'scripts', width: '100%', height: '24rem' }]

const texts = configuredTexts.renew

/** How to get a new secret or certificate. A federated credential never ends. */
export function RenewSecret({ facts }: { facts: SetupFacts }) {
  const [opened, setOpened] = useState(false)
  if (facts.credentialKind === 'federated') return null
  if (facts.credentialKind === 'certificate')
    return (
      <Disclosure summary={texts.summary.certificate}>
        <ul className="bullets">
          {texts.certificate.map((point) => (
            <li key={point}>{point}</li>
          ))}
        </ul>
      </Disclosure>
    )
  return (
    <Disclosure summary={texts.summary['client-secret']} onOpen={() => setOpened(true)}>
      {opened && (
        <Suspense fallback={<DelayedSkeleton lines={skeleton} />}>
          <RenewScripts facts={facts} />
        </Suspense>
      )}
    </Disclosure>
  )
}
