import { realpathSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { Database } from './open-database.ts'
import type { StorageFaults } from './watch-faults.ts'

interface CheckpointTimes {
  /** Size of the write-ahead log from which a checkpoint is worthwhile. */
  worthwhileBytes: number
  /** Above this length the log must restart from its beginning, even under constant writes. */
  longestLogPages: number
  everyMs: number
}

const times: CheckpointTimes = { worthwhileBytes: 4_000_000, longestLogPages: 8_000, everyMs: 2_000 }
const sqliteModule = createRequire(import.meta.url).resolve('better-sqlite3')

/** Plain JavaScript, because the worker runs without this program's modules. */
const program = `
  const { parentPort, workerData } = require('node:worker_threads')
  const SQLite = require(workerData.module)
  const client = new SQLite(workerData.file)
  client.pragma('synchronous = FULL')
  parentPort.on('message', () => {
    const [{ log }] = client.pragma('wal_checkpoint(PASSIVE)')
    parentPort.postMessage(log)
  })
`

/**
 * SQLite would checkpoint the write-ahead log during a commit and block the event loop for milliseconds.
 * A separate thread, started when the log is first large enough, does it instead.
 */
export function startCheckpoints(
  { $client }: Database,
  faults: Pick<StorageFaults, 'note'>,
  changes: Partial<CheckpointTimes> = {},
): { stop(): Promise<void> } {
  const { worthwhileBytes, longestLogPages, everyMs } = { ...times, ...changes }
  $client.pragma('wal_autocheckpoint = 0')
  // SQLite keeps the log next to the real file, not next to a symbolic link to it.
  const log = `${realpathSync($client.name)}-wal`
  let worker: Worker | null = null
  let isRunning = false
  let isStopped = false

  /** The log restarts once all of it is copied. Little is left by now, and nothing is written during this call. */
  function copyTheRest(): void {
    try {
      $client.pragma('wal_checkpoint(PASSIVE)')
    } catch {
      // The disk may be full. The next round tries again.
    }
  }

  function startWorker(): Worker {
    const started = new Worker(program, { eval: true, workerData: { file: $client.name, module: sqliteModule } })
    started.unref()
    started.on('message', (logPages: number) => {
      isRunning = false
      if (logPages > longestLogPages) copyTheRest()
    })
    // The next round starts another worker. Until one succeeds, the log grows.
    const forget = () => {
      worker = null
      isRunning = false
    }
    started.once('error', faults.note).once('exit', forget)
    return started
  }

  async function checkpoint(): Promise<void> {
    const { size } = await stat(log)
    if (isStopped || isRunning || size < worthwhileBytes) return
    isRunning = true
    worker ??= startWorker()
    worker.postMessage('checkpoint')
  }

  const timer = setInterval(() => void checkpoint().catch(() => undefined), everyMs)
  timer.unref()
  return {
    async stop() {
      isStopped = true
      clearInterval(timer)
      await worker?.terminate()
    },
  }
}
