import type { Sender } from '../configuration/office365-configuration.ts'

/**
 * Outlook serves 4 requests at a time and throttles the whole app, so everything that one app sends from one mailbox
 * goes through one lane. Source: Microsoft Graph service-specific throttling limits, Outlook.
 */
export const maxInFlight = 4
export const maxWaiting = 100

/** One lane for everything that one app sends from one mailbox, for all bots that use it. */
export const laneKey = ({ cloud, tenantId, clientId, userId }: Sender): string =>
  `${cloud}/${tenantId}/${clientId}/${userId.toLowerCase()}`

export type Admission =
  | { outcome: 'admitted'; release: () => void }
  | { outcome: 'busy'; retryAfterSeconds: number }
  | { outcome: 'paused'; retryAfterSeconds: number }
  | { outcome: 'stopping'; retryAfterSeconds: number }

interface Waiter {
  admit: () => void
  turnAway: () => void
}

interface Lane {
  inFlight: number
  waiting: Waiter[]
  pausedUntil: number
  timer: NodeJS.Timeout | null
}

export interface Lanes {
  /** Waits for a slot until the deadline (milliseconds of `performance.now()`), if none is free. */
  enter(key: string, deadline: number): Admission | Promise<Admission>
  /** Admits no message for that long. */
  pause(key: string, seconds: number): void
  /** The server stops: admits no more messages, and turns waiting ones away immediately. */
  close(): void
  /** Totals of all lanes. */
  depth(): { inFlight: number; waiting: number }
}

/** The time until another server, or this one after a restart, accepts messages. */
const stopping: Admission = { outcome: 'stopping', retryAfterSeconds: 5 }

export function createLanes(): Lanes {
  const lanes = new Map<string, Lane>()
  let isOpen = true

  const isPaused = (lane: Lane) => lane.pausedUntil > performance.now()

  function laneOf(key: string): Lane {
    const existing = lanes.get(key)
    if (existing) return existing
    const lane: Lane = { inFlight: 0, waiting: [], pausedUntil: 0, timer: null }
    lanes.set(key, lane)
    return lane
  }

  function advance(key: string, lane: Lane): void {
    if (isPaused(lane)) {
      lane.timer ??= setTimeout(
        () => {
          lane.timer = null
          advance(key, lane)
        },
        lane.pausedUntil - performance.now() + 1,
      )
      return
    }
    while (lane.inFlight < maxInFlight) {
      const next = lane.waiting.shift()
      if (!next) break
      next.admit()
    }
    if (lane.inFlight === 0 && lane.waiting.length === 0) lanes.delete(key)
  }

  function admission(key: string, lane: Lane): Admission {
    lane.inFlight += 1
    let released = false
    const release = () => {
      if (released) return
      released = true
      lane.inFlight -= 1
      advance(key, lane)
    }
    return { outcome: 'admitted', release }
  }

  return {
    enter(key, deadline) {
      if (!isOpen) return stopping
      const lane = laneOf(key)
      if (lane.pausedUntil >= deadline)
        return { outcome: 'paused', retryAfterSeconds: Math.ceil((lane.pausedUntil - performance.now()) / 1000) }
      if (!isPaused(lane) && lane.inFlight < maxInFlight && lane.waiting.length === 0) return admission(key, lane)
      if (lane.waiting.length >= maxWaiting) return { outcome: 'busy', retryAfterSeconds: 1 }

      return new Promise((resolve) => {
        const waiter: Waiter = {
          admit: () => {
            clearTimeout(timer)
            resolve(admission(key, lane))
          },
          turnAway: () => {
            clearTimeout(timer)
            resolve(stopping)
          },
        }
        const timer = setTimeout(
          () => {
            lane.waiting = lane.waiting.filter((one) => one !== waiter)
            resolve({ outcome: 'busy', retryAfterSeconds: 1 })
          },
          Math.max(deadline - performance.now(), 0),
        )
        lane.waiting.push(waiter)
        advance(key, lane)
      })
    },
    pause(key, seconds) {
      const lane = laneOf(key)
      lane.pausedUntil = Math.max(lane.pausedUntil, performance.now() + seconds * 1000)
      advance(key, lane)
    },
    close() {
      isOpen = false
      for (const lane of lanes.values()) {
        for (const { turnAway } of lane.waiting.splice(0)) turnAway()
        if (lane.timer) clearTimeout(lane.timer)
      }
    },
    depth() {
      let inFlight = 0
      let waiting = 0
      for (const lane of lanes.values()) {
        inFlight += lane.inFlight
        waiting += lane.waiting.length
      }
      return { inFlight, waiting }
    },
  }
}
