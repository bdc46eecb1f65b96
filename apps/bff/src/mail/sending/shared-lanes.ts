import type { Admission, Lanes } from './lane.ts'
import type { LaneSlots } from './lane-slots.ts'

/** How often a server asks again for a slot of a full lane. */
const askEveryMs = 50

/** A message that waits because its lane is full. */
interface Turn {
  wake: () => void
}

const untilWoken = (turn: Turn): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, askEveryMs)
    turn.wake = () => {
      clearTimeout(timer)
      resolve()
    }
  })

/**
 * Lanes over several servers. Each message first enters the lane of this server, which keeps the order, and then takes a
 * slot that it shares with the other servers.
 */
export function createSharedLanes(lanes: Lanes, slots: LaneSlots): Lanes {
  /** Pauses that are being written. A slot that is free before would let another server through. */
  const pausing = new Map<string, Promise<unknown>>()
  let isOpen = true

  /** By lane, oldest first. Only the first one asks again, so that a later message does not get its slot. */
  const turns = new Map<string, Turn[]>()
  const firstTurn = (key: string): Turn | undefined => turns.get(key)?.[0]

  function queue(key: string): Turn {
    const turn: Turn = { wake: () => undefined }
    turns.set(key, [...(turns.get(key) ?? []), turn])
    return turn
  }

  function leaveQueue(key: string, turn: Turn): void {
    const others = turns.get(key)?.filter((one) => one !== turn) ?? []
    if (others.length === 0) turns.delete(key)
    else turns.set(key, others)
    firstTurn(key)?.wake()
  }

  async function giveBack(key: string, slot: number): Promise<void> {
    await pausing.get(key)
    // Without the storage, the slot ends with its time.
    await slots.release(key, slot).catch(() => undefined)
    firstTurn(key)?.wake()
  }

  async function takeSlot(key: string, deadline: number, leave: () => void): Promise<Admission | 'paused'> {
    let turn = firstTurn(key) && queue(key)
    try {
      while (isOpen) {
        if (turn === undefined || firstTurn(key) === turn) {
          const claim = await slots.claim(key)
          if (claim.outcome === 'taken') return admission(key, claim.slot, leave)
          if (claim.outcome === 'paused') {
            lanes.pause(key, claim.seconds)
            return 'paused'
          }
          turn ??= queue(key)
        }
        if (performance.now() + askEveryMs > deadline) return { outcome: 'busy', retryAfterSeconds: 1 }
        await untilWoken(turn)
      }
      return { outcome: 'stopping', retryAfterSeconds: 5 }
    } finally {
      if (turn) leaveQueue(key, turn)
    }
  }

  function admission(key: string, slot: number, leave: () => void): Admission {
    let isReleased = false
    const release = () => {
      // Released again, the slot may be that of another message of this server.
      if (isReleased) return
      isReleased = true
      // First, so that the next message of this lane may use the slot.
      void giveBack(key, slot)
      leave()
    }
    return { outcome: 'admitted', release }
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
