import { realpathSync, statSync } from 'node:fs'
import type { Database } from './open-database.ts'

interface CheckpointTimes {
  /** About as many pages as those after which SQLite would run a checkpoint itself. */
  worthwhileChanges: number
  worthwhileBytes: number
  everyMs: number
}

const times: CheckpointTimes = { worthwhileChanges: 1_000, worthwhileBytes: 4_000_000, everyMs: 100 }

/**
 * Copies the write-ahead log into the database. SQLite would do it after a commit, but ignore the errors: after a failed
 * write, a later checkpoint may succeed without the lost page (`watch-faults.ts`). A thread of its own would leave less
 * processor time for messages than the short pauses take.
 */
export function startCheckpoints({ $client }: Database, changes: Partial<CheckpointTimes> = {}): { stop(): void } {
  const { worthwhileChanges, worthwhileBytes, everyMs } = { ...times, ...changes }
  $client.pragma('wal_autocheckpoint = 0')
  const countChanges = $client.prepare<[], number>('select total_changes()').pluck()
  // SQLite keeps the log next to the real file, not next to a symbolic link to it.
  const log = `${realpathSync($client.name)}-wal`
  const readBytes = () => statSync(log, { throwIfNoEntry: false })?.size ?? 0
  let done = { changes: 0, bytes: 0 }

  function checkpoint(): void {
    const now = { changes: countChanges.get() ?? 0, bytes: readBytes() }
    // A restarted log keeps its size, so only what exceeds it counts.
    if (now.changes - done.changes < worthwhileChanges && now.bytes - done.bytes < worthwhileBytes) return
    $client.pragma('wal_checkpoint(PASSIVE)')
    done = now
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
