import type { ConfigurationView } from '@office365-email/shared/office365-configuration'

export interface SetupStep {
  /** The last segment of its path, and its name in `doneSteps`; empty for the main page of the setup. */
  slug: string
  /** The name of its link begins with this. */
  name: string
  /** Whether the server knows that the step is done. A person can mark other steps as done. */
  isDone: (view: ConfigurationView) => boolean
}

const isConfigured = (view: ConfigurationView) => view.state !== 'unconfigured'

/** Without a credential that Entra accepts, neither the setup in Entra nor the configuration is complete. */
const isRegistered = (view: ConfigurationView) => isConfigured(view) && view.credential.state !== 'waiting'

export const restrictStepName = 'Restrict app access'

/** In the order of the wizard. A new step needs an entry here and a route with its slug. */
export const setupSteps: readonly SetupStep[] = [
  { slug: 'prerequisites', name: 'Prerequisites', isDone: isConfigured },
  { slug: 'entra', name: 'Microsoft Entra setup', isDone: isRegistered },
  { slug: 'restrict', name: restrictStepName, isDone: (view) => view.restriction?.outcome === 'limited' },
  { slug: '', name: 'Configuration', isDone: isRegistered },
  { slug: 'send-test', name: 'Send test', isDone: (view) => view.lastAcceptedAt !== null },
]

export const isStepDone = (step: SetupStep, view: ConfigurationView, doneSteps: readonly string[]): boolean =>
  step.isDone(view) || (step.slug !== '' && doneSteps.includes(step.slug))
