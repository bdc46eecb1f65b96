import { setTimeout as wait } from 'node:timers/promises'
import type { Admission, Lanes } from './lane.ts'
import type { LaneSlots } from './lane-slots.ts'

/** How often a server asks again for a slot of a full lane. */
const askEveryMs = 50

/**
 * Lanes over several servers. Each message first enters the lane of this server, which keeps the order, and then takes a
 * slot that it shares with the other servers.
 */
export function createSharedLanes(lanes: Lanes, slots: LaneSlots): Lanes {
  /** Pauses that are being written. A slot that is free before would let another server through. */
  const pausing = new Map<string, Promise<unknown>>()
  let isOpen = true

  async function giveBack(key: string, slot: number): Promise<void> {
    await pausing.get(key)
    // Without the storage, the slot ends with its time.
    await slots.release(key, slot).catch(() => undefined)
  }

  async function takeSlot(key: string, deadline: number, leave: () => void): Promise<Admission | 'paused'> {
    while (isOpen) {
      const claim = await slots.claim(key)
      if (claim.outcome === 'taken') {
        let isReleased = false
        const release = () => {
          // Released again, the slot may be that of another message of this server.
          if (isReleased) return
          isReleased = true
          // First, so that the next message of this lane may use the slot.
          void giveBack(key, claim.slot)
          leave()
        }
        return { outcome: 'admitted', release }
      }
      if (claim.outcome === 'paused') {
        lanes.pause(key, claim.seconds)
        return 'paused'
      }
      if (performance.now() + askEveryMs > deadline) return { outcome: 'busy', retryAfterSeconds: 1 }
      await wait(askEveryMs)
    }
    return { outcome: 'stopping', retryAfterSeconds: 5 }
  }

  return {
    ...lanes,
    async enter(key, deadline) {
      for (;;) {
        const admission = await lanes.enter(key, deadline)
        if (admission.outcome !== 'admitted') return admission
        try {
          const shared = await takeSlot(key, deadline, admission.release)
          if (shared !== 'paused' && shared.outcome === 'admitted') return shared
          admission.release()
          // This server's lane is paused now as well, so the message waits there or is turned away.
          if (shared !== 'paused') return shared
        } catch (error) {
          admission.release()
          throw error
        }
      }
    },
    pause(key, seconds) {
      lanes.pause(key, seconds)
      const writing = slots.pause(key, seconds).catch(() => undefined)
      pausing.set(key, writing)
      void writing.then(() => {
        if (pausing.get(key) === writing) pausing.delete(key)
      })
    },
    close() {
      isOpen = false
      lanes.close()
    },
  }
}
