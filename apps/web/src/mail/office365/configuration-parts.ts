import type { ConfigurationState, ConfigurationView } from '@office365-email/shared/office365-configuration'
import { useEffect, useState } from 'react'
import { createPart } from '../../ground/create-part.ts'
import { credentialParts } from './credential-parts.ts'

const parts = {
  form: createPart(() => import('./components/configuration-form.tsx')),
  locked: createPart(() => import('./components/locked-configuration.tsx')),
  configured: createPart(() => import('./components/configured-sections.tsx')),
  credential: credentialParts,
}

type PartName = keyof typeof parts
type Shown = Pick<ConfigurationView, 'state' | 'credential'>

const ofState: Record<ConfigurationState, readonly PartName[]> = {
  unconfigured: ['form'],
  locked: ['locked', 'configured'],
  unlocked: ['form', 'configured'],
}

function listNeeded({ state, credential }: Shown): readonly PartName[] {
  const isPlain = credential.kind === 'client-secret' && !credential.sendsWith
  return isPlain ? ofState[state] : [...ofState[state], 'credential']
}

/** Loads what the configuration's page shows in one state only. */
export async function loadParts(view: Shown): Promise<void> {
  await Promise.all(listNeeded(view).map((name) => parts[name].load()))
}

/** What the page would need after a change of the state, so that the change needs no code from a server that may be gone. */
export const loadOtherParts = () => Promise.allSettled(Object.values(parts).map((part) => part.load()))

/** What is loaded, and whether that is all of a state. Unlike `lazy`, it shows no fallback if it was loaded before. */
export function useParts(view: Shown | undefined) {
  const [, setLoaded] = useState<Shown>()
  const [failure, setFailure] = useState<{ error: unknown } | null>(null)
  useEffect(() => {
    if (view)
      loadParts(view).then(
        () => setLoaded(view),
        (error: unknown) => setFailure({ error }),
      )
  }, [view])
  return {
    form: parts.form.current(),
    locked: parts.locked.current(),
    configured: parts.configured.current(),
    credential: parts.credential.current(),
    isComplete: view !== undefined && listNeeded(view).every((name) => parts[name].current() !== undefined),
    failure,
  }
}
