/**
 * A histogram of the time from taking a message to Microsoft's acceptance, with the upper bounds in milliseconds.
 * The last one is the longest time that a message waits in the queue.
 */
export const acceptanceTimes = {
  in125ms: 125,
  in250ms: 250,
  in500ms: 500,
  in1s: 1_000,
  in2s: 2_000,
  in4s: 4_000,
  in8s: 8_000,
  in16s: 16_000,
  in1min: 60_000,
  in5min: 300_000,
  in30min: 1_800_000,
  in3h: 10_800_000,
  later: 86_400_000,
}
export type AcceptanceTime = keyof typeof acceptanceTimes

const bounds = Object.entries(acceptanceTimes) as [AcceptanceTime, number][]

/** Where the first interval begins. Nothing is faster than a request to Microsoft. */
const shortestMs = 62.5

export const acceptanceTimeOf = (milliseconds: number): AcceptanceTime =>
  bounds.find(([, bound]) => milliseconds <= bound)?.[0] ?? 'later'

/**
 * The time within which this share of the messages was accepted; null without any. Within an interval, the times are
 * taken as spread evenly on a logarithmic scale, as the intervals are.
 */
export function percentileOf(counts: Record<AcceptanceTime, number>, share: number): number | null {
  const all = bounds.reduce((sum, [name]) => sum + counts[name], 0)
  if (all <= 0) return null
  const wanted = all * share
  let before = 0
  let lower = shortestMs
  for (const [name, upper] of bounds) {
    const within = counts[name]
    if (within > 0 && before + within >= wanted)
      return Math.round(lower * (upper / lower) ** ((wanted - before) / within))
    before += within
    lower = upper
  }
  return lower
}
