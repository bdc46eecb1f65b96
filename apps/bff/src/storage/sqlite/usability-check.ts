import type { Database } from './open-database.ts'

/** Whoever asks more often than this gets the last answer: a write costs the disk more than a question should. */
const keptMs = 1_000

/** Whether a write goes through to the disk, by writing: a full or read-only disk shows in no other way. */
export function createUsabilityCheck({ $client }: Database): () => boolean {
  const writeNothingNew = $client.transaction(() => {
    const version = Number($client.pragma('user_version', { simple: true }))
    $client.pragma(`user_version = ${version}`)
  })
  let isUsable = true
  let checkedAt = Number.NEGATIVE_INFINITY

  return () => {
    if (performance.now() - checkedAt < keptMs) return isUsable
    try {
      writeNothingNew.immediate()
      isUsable = true
    } catch {
      isUsable = false
    }
    checkedAt = performance.now()
    return isUsable
  }
}
