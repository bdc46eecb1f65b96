import type { Database } from './open-database.ts'

interface CheckpointTimes {
  /** Pages of the log that are not copied yet. SQLite itself would run a checkpoint after as many. */
  worthwhilePages: number
  everyMs: number
}

const times: CheckpointTimes = { worthwhilePages: 1_000, everyMs: 100 }

/**
 * Copies the write-ahead log into the database. SQLite would do it after a commit, but ignore the errors: after a failed
 * write, a later checkpoint may succeed without the lost page (`watch-faults.ts`). A thread of its own was
 * not faster, and its errors needed a path of their own.
 */
export function startCheckpoints({ $client }: Database, changes: Partial<CheckpointTimes> = {}): { stop(): void } {
  const { worthwhilePages, everyMs } = { ...times, ...changes }
  $client.pragma('wal_autocheckpoint = 0')

  function checkpoint(): void {
    // Copies nothing (SQLite 3.51, sqlite3_wal_checkpoint_v2).
    const [state] = $client.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[]
    if (state && state.log - state.checkpointed >= worthwhilePages) $client.pragma('wal_checkpoint(PASSIVE)')
  }

  const timer = setInterval(() => {
    try {
      checkpoint()
    } catch {
      // The disk may be full. The next round tries again.
    }
  }, everyMs)
  timer.unref()
  return { stop: () => clearInterval(timer) }
}
