import type { ConfigurationView } from '@office365-email/shared/office365-configuration'

export interface SetupStep {
  /** The last part of its address, and its name among the done ones; empty for the page of the setup itself. */
  slug: string
  /** How its link's name begins. */
  name: string
  /** What the server knows of it. Whatever else is done was ticked off by a person. */
  isDone: (view: ConfigurationView) => boolean
}

const isConfigured = (view: ConfigurationView) => view.state !== 'unconfigured'

/** In the order of the wizard. A step needs an entry here and a route with its slug. */
export const setupSteps: readonly SetupStep[] = [
  { slug: 'prerequisites', name: 'Prerequisites', isDone: isConfigured },
  { slug: 'entra', name: 'Microsoft Entra setup', isDone: isConfigured },
  { slug: 'restrict', name: 'Restrict app access', isDone: (view) => view.restriction?.outcome === 'limited' },
  { slug: '', name: 'Configuration', isDone: isConfigured },
  { slug: 'send-test', name: 'Send test', isDone: (view) => view.lastAcceptedAt !== null },
]

export const isStepDone = (step: SetupStep, view: ConfigurationView, doneSteps: readonly string[]): boolean =>
  step.isDone(view) || (step.slug !== '' && doneSteps.includes(step.slug))
