import { type Database, writeNothingNew } from './open-database.ts'

/** Whoever asks more often than this gets the last answer: a write costs the disk more than a question should. */
const keptMs = 1_000

/** Whether a write goes through to the disk, by writing: a full or read-only disk shows in no other way. */
export function createUsabilityCheck({ $client }: Database): () => boolean {
  let isUsable = true
  let checkedAt = Number.NEGATIVE_INFINITY

  return () => {
    if (performance.now() - checkedAt < keptMs) return isUsable
    try {
      writeNothingNew($client)
      isUsable = true
    } catch {
      isUsable = false
    }
    checkedAt = performance.now()
    return isUsable
  }
}
