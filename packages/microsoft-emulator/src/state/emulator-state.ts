import type { Seed } from '../seed/seed.ts'
import { BoundedLog } from './bounded-log.ts'
import type { Fault } from './fault.ts'
import { FaultQueue } from './fault-queue.ts'
import type { RecordedRequest } from './recorded-request.ts'
import { type LimitSettings, RequestLimits } from './request-limits.ts'
import type { NonDeliveryReport, SentMessage } from './sent-message.ts'

export interface StateOptions {
  seed: Seed
  clock: () => Date
  keepSentMail: number
  keepRequests: number
  limits: LimitSettings
}

/** Everything that changes while the emulator runs; `reset` restores the seed. */
export class EmulatorState {
  /** The current tenants, applications, mailboxes and policies; can be changed in place. */
  directory: Seed
  readonly faults: FaultQueue
  readonly limits: RequestLimits
  readonly sentMail: BoundedLog<SentMessage>
  readonly reports: BoundedLog<NonDeliveryReport>
  readonly requests: BoundedLog<RecordedRequest>
  /** Every sendMail returns 429 until then. */
  throttledUntil: Date | undefined
  /** The assertions that were used and are not expired: their IDs, and when they expire in seconds since 1970. */
  readonly usedAssertions = new Map<string, number>()
  readonly #seed: Seed
  readonly #clock: () => Date
  #clockOffsetMs = 0

  constructor(options: StateOptions) {
    this.#seed = structuredClone(options.seed)
    this.#clock = options.clock
    this.directory = structuredClone(this.#seed)
    this.faults = new FaultQueue()
    this.limits = new RequestLimits(options.limits)
    this.sentMail = new BoundedLog(options.keepSentMail)
    this.reports = new BoundedLog(options.keepSentMail)
    this.requests = new BoundedLog(options.keepRequests)
  }

  now(): Date {
    return new Date(this.#clock().getTime() + this.#clockOffsetMs)
  }

  advanceClock(byMs: number): void {
    this.#clockOffsetMs += byMs
  }

  addFault(fault: Fault, lasting: boolean): void {
    this.faults.add(fault, lasting ? Number.POSITIVE_INFINITY : (fault.times ?? 1))
  }

  reset(): void {
    this.directory = structuredClone(this.#seed)
    this.faults.clear()
    this.limits.clear()
    this.sentMail.clear()
    this.reports.clear()
    this.requests.clear()
    this.usedAssertions.clear()
    this.throttledUntil = undefined
    this.#clockOffsetMs = 0
  }
}
