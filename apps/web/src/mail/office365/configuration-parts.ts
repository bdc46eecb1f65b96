import type { ConfigurationState } from '@office365-email/shared/office365-configuration'
import { useEffect, useState } from 'react'

interface Parts {
  form?: typeof import('./components/configuration-form.tsx')
  locked?: typeof import('./components/locked-configuration.tsx')
  configured?: typeof import('./components/configured-sections.tsx')
}

const parts: Parts = {}

const loaders = {
  form: async () => {
    parts.form ??= await import('./components/configuration-form.tsx')
  },
  locked: async () => {
    parts.locked ??= await import('./components/locked-configuration.tsx')
  },
  configured: async () => {
    parts.configured ??= await import('./components/configured-sections.tsx')
  },
}

const needed: Record<ConfigurationState, ReadonlyArray<keyof Parts>> = {
  unconfigured: ['form'],
  locked: ['locked', 'configured'],
  unlocked: ['form', 'configured'],
}

/** Loads what the configuration's page shows in one state only. */
export async function loadParts(state: ConfigurationState): Promise<void> {
  await Promise.all(needed[state].map((name) => loaders[name]()))
}

/** What the page would need after a change of the state, so that the change needs no code from a server that may be gone. */
export const loadOtherParts = () => Promise.allSettled(Object.values(loaders).map((load) => load()))

/** What is loaded, and whether that is all of a state. Unlike `lazy`, it shows no fallback if it was loaded before. */
export function useParts(state: ConfigurationState | undefined) {
  const [, setLoaded] = useState<ConfigurationState>()
  const [failure, setFailure] = useState<{ error: unknown } | null>(null)
  useEffect(() => {
    if (state)
      loadParts(state).then(
        () => setLoaded(state),
        (error: unknown) => setFailure({ error }),
      )
  }, [state])
  return { ...parts, isComplete: state !== undefined && needed[state].every((name) => parts[name]), failure }
}
