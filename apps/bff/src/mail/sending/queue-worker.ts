import { maxInFlight } from './lane.ts'
import type { QueueStore } from './queue-store.ts'

/** Longer waits are cut: Node's timers are limited to 24.8 days, and the clock may be changed in the meantime. */
const longestTimerMs = 60_000
const afterFaultMs = 5_000
/** How long a message rests that is still due after its delivery: another process may be changing it. */
const restMs = 1_000
/** How often to look for messages that other servers left in a shared queue. */
const sharedCheckMs = 1_000
/** How often to check whether sending is on again. */
const offCheckMs = 1_000

interface Pump {
  running: Set<string>
  /** Messages that were just delivered, and until when they rest (milliseconds of `performance.now()`). */
  resting: Map<string, number>
  timer: NodeJS.Timeout | null
  isLooking: boolean
  lookAgain: boolean
}

/** Delivers queued messages, separately for each bot, oldest first, as many at a time as its lane admits. */
export interface QueueWorker {
  /** Also delivers the messages that an ended process left. */
  start(): Promise<void>
  /** There may be something to deliver for this bot. */
  wake(botId: string): void
  /** Starts no more deliveries. Settles when the running ones are finished. */
  stop(): Promise<void>
}

export function createQueueWorker(
  store: QueueStore,
  deliver: (botId: string, messageId: string) => Promise<void>,
  clock: () => Date,
  isOff: () => Promise<boolean>,
): QueueWorker {
  const pumps = new Map<string, Pump>()
  let offTimer: NodeJS.Timeout | null = null
  let sharedTimer: NodeJS.Timeout | null = null
  let state: 'idle' | 'started' | 'stopped' = 'idle'
  let isQuiet: Promise<void> | null = null
  let onQuiet: (() => void) | null = null

  function pumpOf(botId: string): Pump {
    const existing = pumps.get(botId)
    if (existing) return existing
    const pump: Pump = { running: new Set(), resting: new Map(), timer: null, isLooking: false, lookAgain: false }
    pumps.set(botId, pump)
    return pump
  }

  function wakeAfter(botId: string, pump: Pump, delayMs: number): void {
    if (pump.timer) clearTimeout(pump.timer)
    const wakeUp = () => {
      pump.timer = null
      wake(botId)
    }
    pump.timer = setTimeout(wakeUp, Math.min(Math.max(delayMs, 1), longestTimerMs))
    pump.timer.unref()
  }

  function run(botId: string, pump: Pump, messageId: string): void {
    pump.running.add(messageId)
    const finish = () => {
      pump.running.delete(messageId)
      pump.resting.set(messageId, performance.now() + restMs)
      wake(botId)
    }
    const finishLater = () => {
      pump.running.delete(messageId)
      wakeAfter(botId, pump, afterFaultMs)
      reportQuiet()
    }
    deliver(botId, messageId).then(finish, finishLater)
  }

  async function wakeAll(): Promise<void> {
    for (const { botId } of await store.listNext(clock().getTime())) wake(botId)
  }

  async function wakeDue(): Promise<void> {
    const now = clock().getTime()
    for (const { botId, nextAttemptAt } of await store.listNext(now)) if (nextAttemptAt <= now) wake(botId)
  }

  /** Uses one timer for all bots: when sending is on, the worker looks for queued messages again. */
  function waitUntilOn(): void {
    if (state !== 'started') return
    offTimer ??= setInterval(() => void goOnIfOn().catch(() => undefined), offCheckMs).unref()
  }

  async function goOnIfOn(): Promise<void> {
    if (await isOff()) return
    await wakeAll()
    stopWaiting()
  }

  function stopWaiting(): void {
    if (offTimer) clearInterval(offTimer)
    offTimer = null
  }

  async function look(botId: string, pump: Pump): Promise<void> {
    if (await isOff()) {
      if (pump.running.size === 0 && !pump.lookAgain) pumps.delete(botId)
      return waitUntilOn()
    }
    const now = clock().getTime()
    for (const [id, until] of pump.resting) if (until <= performance.now()) pump.resting.delete(id)
    const due = await store.listDue(botId, now, maxInFlight + pump.running.size + pump.resting.size)
    for (const id of due) {
      if (pump.resting.has(id)) continue
      if (state !== 'started' || pump.running.size >= maxInFlight) break
      if (!pump.running.has(id)) run(botId, pump, id)
    }
    if (pump.running.size > 0) return
    const [next] = await store.listNext(now, botId)
    if (next) wakeAfter(botId, pump, Math.max(next.nextAttemptAt - now, pump.resting.size > 0 ? restMs : 0))
    else if (!pump.lookAgain) pumps.delete(botId)
  }

  function wake(botId: string): void {
    reportQuiet()
    if (state !== 'started') return
    const pump = pumpOf(botId)
    pump.lookAgain = true
    if (pump.isLooking) return
    pump.isLooking = true
    void (async () => {
      try {
        while (pump.lookAgain) {
          pump.lookAgain = false
          await look(botId, pump)
        }
      } finally {
        // At once: a wake between the end of the loop and this would be lost.
        pump.isLooking = false
      }
    })().catch(() => wakeAfter(botId, pump, afterFaultMs))
  }

  function reportQuiet(): void {
    if (state === 'stopped' && [...pumps.values()].every(({ running }) => running.size === 0)) onQuiet?.()
  }

  return {
    async start() {
      state = 'started'
      await wakeAll()
      if (store.isShared) sharedTimer = setInterval(() => void wakeDue().catch(() => undefined), sharedCheckMs).unref()
    },
    wake,
    stop() {
      state = 'stopped'
      stopWaiting()
      if (sharedTimer) clearInterval(sharedTimer)
      for (const { timer } of pumps.values()) if (timer) clearTimeout(timer)
      isQuiet ??= new Promise<void>((resolve) => {
        onQuiet = resolve
      })
      reportQuiet()
      return isQuiet
    },
  }
}
