import { type Database, writeNothingNew } from './open-database.ts'

/** Within this time the last result is reused, because a probe should not cost a disk write each time. */
const keptMs = 1_000

/** Checks with a write that the disk accepts writes. Nothing else detects a full or read-only disk. */
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
