/** The parts of a message's way that are timed: waiting for a slot, the token, writing down, Microsoft's answer. */
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

/** Is told how deliveries go, for whoever watches the service. Never what is in a message. */
export interface DeliveryObserver {
  phase(phase: DeliveryPhase, milliseconds: number): void
  outcome(outcome: DeliveryOutcome): void
  throttled(): void
}
