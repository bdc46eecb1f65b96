/** The timed phases of a delivery: waiting for a slot, getting a token, recording, and Microsoft's response. */
export type DeliveryPhase = 'lane' | 'token' | 'record' | 'microsoft'
export type DeliveryOutcome =
  | 'accepted'
  | 'simulated'
  | 'failed'
  | 'unknown'
  | 'postponed'
  | 'refused-busy'
  | 'refused-paused'
  | 'refused-stopping'

/** Receives the times and outcomes of deliveries, for monitoring. Never receives the content of a message. */
export interface DeliveryObserver {
  /** The time that one delivery spent in each phase that it reached, in milliseconds. */
  phases(times: Partial<Record<DeliveryPhase, number>>): void
  outcome(outcome: DeliveryOutcome): void
  throttled(): void
}
