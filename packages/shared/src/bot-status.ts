import type { ConfigurationState, HealthState } from './office365-configuration.ts'

/** What one word says about a bot's mail, in the order of urgency. */
export const botStatuses = [
  'failing',
  'secret-expired',
  'unreachable',
  'secret-expires-soon',
  'not-tested',
  'not-set-up',
  'working',
] as const
export type BotStatus = (typeof botStatuses)[number]

/** A person should act on these, because mail fails or soon will. */
export const attentionStatuses = [
  'failing',
  'secret-expired',
  'unreachable',
  'secret-expires-soon',
] as const satisfies BotStatus[]

/** From this many days before the secret expires, the status mentions it. */
export const expiryNoticeDays = 30

interface StatusFacts {
  state: ConfigurationState
  health: HealthState
  /** Negative if the secret has expired; null if its date is not known. */
  daysLeft: number | null
}

/** The stores have the same rule in SQL, so that they can filter and count. */
export function readBotStatus({ state, health, daysLeft }: StatusFacts): BotStatus {
  if (state === 'unconfigured') return 'not-set-up'
  if (health === 'failing') return 'failing'
  if (daysLeft !== null && daysLeft < 0) return 'secret-expired'
  if (health === 'unreachable') return 'unreachable'
  if (daysLeft !== null && daysLeft <= expiryNoticeDays) return 'secret-expires-soon'
  return health === 'working' ? 'working' : 'not-tested'
}
