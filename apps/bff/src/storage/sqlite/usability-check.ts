import { type Database, writeNothingNew } from './open-database.ts'

/** Within this time the last result is reused, because a probe should not cost a disk write each time. */
const keptMs = 1_000

/** Checks with a write that the disk accepts writes. Nothing else detects a full or read-only disk. */
export function createUsabilityCheck({ $client }: Database): () => Promise<'storage-unavailable' | null> {
  let isUsable = true
  let checkedAt = Number.NEGATIVE_INFINITY

  function check(): void {
    try {
      writeNothingNew($client)
      isUsable = true
    } catch {
      isUsable = false
    }
    checkedAt = performance.now()
  }

  return async () => {
    if (performance.now() - checkedAt >= keptMs) check()
    return isUsable ? null : 'storage-unavailable'
  }
}
