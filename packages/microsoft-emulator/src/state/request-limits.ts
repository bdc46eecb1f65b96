import type { GraphErrorName } from '../errors/graph-errors.ts'

/** Outlook service limits for each application and mailbox. [microsoft-graph-docs: concepts/throttling-limits.md] */
export interface LimitSettings {
  /** Requests at the same time; Microsoft's is 4. */
  concurrentRequests: number
  /** Requests in ten minutes, including refused ones; Microsoft's is 10,000. */
  requestsInTenMinutes: number
  /** Bytes of request bodies in five minutes; Microsoft's is 150 MB. */
  bytesInFiveMinutes: number
}

export const microsoftLimits: LimitSettings = {
  concurrentRequests: 4,
  requestsInTenMinutes: 10_000,
  bytesInFiveMinutes: 150_000_000,
}

export type Admission =
  | { admitted: true; release: () => void }
  | { admitted: false; error: GraphErrorName; retryAfterSeconds: number }

interface Lane {
  inFlight: number
  requests: Window
  bytes: Window
}

/** Counts requests for each application and mailbox. */
export class RequestLimits {
  settings: LimitSettings
  readonly #lanes = new Map<string, Lane>()

  constructor(settings: LimitSettings) {
    this.settings = settings
  }

  admit(laneName: string, bytes: number, nowMs: number): Admission {
    let lane = this.#lanes.get(laneName)
    if (!lane) {
      lane = { inFlight: 0, requests: new Window(600), bytes: new Window(300) }
      this.#lanes.set(laneName, lane)
    }
    const { concurrentRequests, requestsInTenMinutes, bytesInFiveMinutes } = this.settings
    const second = Math.floor(nowMs / 1000)
    if (lane.requests.add(second, 1) > requestsInTenMinutes) {
      return { admitted: false, error: 'tooManyRequests', retryAfterSeconds: lane.requests.secondsUntilLess(second) }
    }
    if (lane.bytes.add(second, bytes) > bytesInFiveMinutes) {
      return { admitted: false, error: 'incomingBytesLimit', retryAfterSeconds: lane.bytes.secondsUntilLess(second) }
    }
    if (lane.inFlight >= concurrentRequests) {
      return { admitted: false, error: 'mailboxConcurrencyLimit', retryAfterSeconds: 1 }
    }
    lane.inFlight += 1
    let held = true
    const release = () => {
      if (held) lane.inFlight -= 1
      held = false
    }
    return { admitted: true, release }
  }

  clear(): void {
    this.#lanes.clear()
  }
}

/** A sum over the last `lengthSeconds`, with one bucket per second. */
class Window {
  readonly #lengthSeconds: number
  #buckets: { second: number; amount: number }[] = []
  #sum = 0

  constructor(lengthSeconds: number) {
    this.#lengthSeconds = lengthSeconds
  }

  add(second: number, amount: number): number {
    const firstKept = this.#buckets.findIndex((bucket) => bucket.second > second - this.#lengthSeconds)
    if (firstKept !== 0) {
      const dropped = firstKept === -1 ? this.#buckets.splice(0) : this.#buckets.splice(0, firstKept)
      for (const bucket of dropped) this.#sum -= bucket.amount
    }
    const last = this.#buckets.at(-1)
    if (last?.second === second) last.amount += amount
    else this.#buckets.push({ second, amount })
    this.#sum += amount
    return this.#sum
  }

  secondsUntilLess(second: number): number {
    const oldest = this.#buckets[0]
    return oldest ? Math.max(1, oldest.second + this.#lengthSeconds - second) : 1
  }
}
