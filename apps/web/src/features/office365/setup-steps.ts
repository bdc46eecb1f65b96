import type { ConfigurationView } from '@office365-email/shared/office365-configuration'

export interface SetupStep {
  /** The last part of its address; empty for the page of the setup itself. */
  slug: string
  /** How its link's name begins. */
  name: string
  isDone: (view: ConfigurationView) => boolean
}

const isConfigured = (view: ConfigurationView) => view.state !== 'unconfigured'

/** In the order of the wizard. A step needs an entry here and a route with its slug. */
export const setupSteps: readonly SetupStep[] = [
  { slug: 'prerequisites', name: 'Prerequisites', isDone: isConfigured },
  { slug: '', name: 'Configuration', isDone: isConfigured },
  { slug: 'send-test', name: 'Send test', isDone: (view) => view.lastAcceptedAt !== null },
]
