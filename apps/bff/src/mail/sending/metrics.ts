import { type SendingState, sendingStates } from '@office365-email/shared/sending'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { SignInOutcome } from '../microsoft/entra.ts'
import type { DeliveryObserver, DeliveryOutcome, DeliveryPhase } from './delivery-observer.ts'
import type { QueueLimits, QueueUsage } from './queue-store.ts'

export interface Metrics extends DeliveryObserver {
  signIn(outcome: SignInOutcome['outcome']): void
  /** Counts a response to an HTTP request, by the class of its status. */
  response(status: number): void
  /** Prometheus' text format 0.0.4. */
  render(): Promise<{ text: string; contentType: string }>
}

/** Values that are read at each scrape. */
export interface MetricSources {
  laneDepth: () => { inFlight: number; waiting: number }
  queue: () => Promise<QueueUsage>
  sending: () => Promise<SendingState>
  bots: () => Promise<Readonly<Record<string, number>>>
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25]
const prefix = 'office365_email_'

// Every series exists from the start, because Prometheus does not see the first increase of a new one.
const outcomes = Object.keys({
  accepted: true,
  simulated: true,
  failed: true,
  unknown: true,
  postponed: true,
  'refused-busy': true,
  'refused-paused': true,
  'refused-stopping': true,
} satisfies Record<DeliveryOutcome, true>)
const signInOutcomes = Object.keys({
  'signed-in': true,
  refused: true,
  throttled: true,
  unreachable: true,
} satisfies Record<SignInOutcome['outcome'], true>)
const phaseNames = Object.keys({ lane: true, token: true, record: true, microsoft: true } satisfies Record<
  DeliveryPhase,
  true
>)
const statusClasses = ['2xx', '3xx', '4xx', '5xx']

/** Counts and times, without names of bots, people or mailboxes, which are personal data. */
export function createMetrics({ laneDepth, queue, sending, bots }: MetricSources, queueLimits: QueueLimits): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry, prefix })
  const messages = new Counter({
    name: `${prefix}messages_total`,
    help: 'Deliveries by outcome',
    labelNames: ['outcome'],
    registers,
  })
  const throttled = new Counter({
    name: `${prefix}microsoft_throttled_total`,
    help: 'Responses from Microsoft that asked for a pause',
    registers,
  })
  const signIns = new Counter({
    name: `${prefix}token_requests_total`,
    help: 'Requests for an access token by outcome',
    labelNames: ['outcome'],
    registers,
  })
  const phases = new Histogram({
    name: `${prefix}delivery_phase_seconds`,
    help: 'Time that a delivery spends waiting for its slot, getting a token, being recorded, and at Microsoft',
    labelNames: ['phase'],
    buckets: seconds,
    registers,
  })
  const responses = new Counter({
    name: `${prefix}http_responses_total`,
    help: 'Responses to HTTP requests by the class of their status; requests that are not valid HTTP count too',
    labelNames: ['status'],
    registers,
  })
  for (const outcome of outcomes) messages.inc({ outcome }, 0)
  for (const outcome of signInOutcomes) signIns.inc({ outcome }, 0)
  for (const status of statusClasses) responses.inc({ status }, 0)
  for (const phase of phaseNames) phases.zero({ phase })
  new Gauge({
    name: `${prefix}lane_messages`,
    help: 'Messages that are being submitted, and that wait for their slot',
    labelNames: ['state'],
    registers,
    collect() {
      const { inFlight, waiting } = laneDepth()
      this.set({ state: 'in_flight' }, inFlight)
      this.set({ state: 'waiting' }, waiting)
    },
  })
  new Gauge({
    name: `${prefix}queued_messages`,
    help: 'Asynchronous messages that are stored and not yet submitted',
    registers,
    async collect() {
      this.set((await queue()).messages)
    },
  })
  new Gauge({
    name: `${prefix}queue_bytes`,
    help: 'Size of all stored bodies; those of failed and unknown messages are kept for 7 days',
    registers,
    async collect() {
      this.set((await queue()).bytes)
    },
  })
  new Gauge({
    name: `${prefix}queue_limit_messages`,
    help: 'Queued messages that each bot may have: QUEUE_MAX_MESSAGES',
    registers,
  }).set(queueLimits.messages)
  new Gauge({
    name: `${prefix}queue_limit_bytes`,
    help: 'Size that all stored bodies together may have: QUEUE_MAX_MB',
    registers,
  }).set(queueLimits.bytes)
  new Gauge({
    name: `${prefix}bots`,
    help: 'Bots by the status that the overview shows',
    labelNames: ['status'],
    registers,
    async collect() {
      for (const [status, count] of Object.entries(await bots())) this.set({ status }, count)
    },
  })
  new Gauge({
    name: `${prefix}sending`,
    help: 'Whether this server sends mail: 1 for the current state',
    labelNames: ['state'],
    registers,
    async collect() {
      const current = await sending()
      for (const state of sendingStates) this.set({ state }, state === current ? 1 : 0)
    },
  })

  return {
    phases(times) {
      for (const [phase, milliseconds] of Object.entries(times)) phases.observe({ phase }, milliseconds / 1_000)
    },
    outcome: (outcome) => messages.inc({ outcome }),
    throttled: () => throttled.inc(),
    signIn: (outcome) => signIns.inc({ outcome }),
    response: (status) => responses.inc({ status: `${Math.floor(status / 100)}xx` }),
    async render() {
      return { text: await registry.metrics(), contentType: registry.contentType }
    },
  }
}
