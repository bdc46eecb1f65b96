export type SlotClaim =
  | { outcome: 'taken'; slot: number }
  | { outcome: 'full' }
  /** Microsoft throttles the lane. */
  | { outcome: 'paused'; seconds: number }

/** The slots of each lane, shared by several servers: together, they have no more than `maxInFlight`. */
export interface LaneSlots {
  claim(lane: string): Promise<SlotClaim>
  release(lane: string, slot: number): Promise<void>
  /** No server gets a slot of the lane for that long. */
  pause(lane: string, seconds: number): Promise<void>
}
