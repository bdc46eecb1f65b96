import { realpathSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { Database } from './open-database.ts'
import type { StorageFaults } from './watch-faults.ts'

interface CheckpointTimes {
  /** From this size on the write-ahead log is worth copying back. */
  worthwhileBytes: number
  /** From so many pages on the log has to begin anew, even if somebody writes all the time. */
  longestLogPages: number
  everyMs: number
}

const times: CheckpointTimes = { worthwhileBytes: 4_000_000, longestLogPages: 8_000, everyMs: 2_000 }
const sqliteModule = createRequire(import.meta.url).resolve('better-sqlite3')

/** Plain JavaScript, as it runs in a worker without this program's modules. */
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
 * SQLite would copy the write-ahead log back within whichever commit comes next, for milliseconds in which nothing else
 * runs. A thread of its own, made when there first is something to copy, does it instead, and holds nobody up.
 */
export function startCheckpoints(
  { $client }: Database,
  faults: Pick<StorageFaults, 'note'>,
  changes: Partial<CheckpointTimes> = {},
): { stop(): Promise<void> } {
  const { worthwhileBytes, longestLogPages, everyMs } = { ...times, ...changes }
  $client.pragma('wal_autocheckpoint = 0')
  // SQLite keeps the log beside the file itself, not beside a link to it.
  const log = `${realpathSync($client.name)}-wal`
  let worker: Worker | null = null
  let isRunning = false
  let isStopped = false

  /** The log begins anew once all of it is copied: what came meanwhile is little, and nobody adds to it during this. */
  function copyTheRest(): void {
    try {
      $client.pragma('wal_checkpoint(PASSIVE)')
    } catch {
      // Such as a full disk: the next round tries again.
    }
  }

  function startWorker(): Worker {
    const started = new Worker(program, { eval: true, workerData: { file: $client.name, module: sqliteModule } })
    started.unref()
    started.on('message', (logPages: number) => {
      isRunning = false
      if (logPages > longestLogPages) copyTheRest()
    })
    // The next round makes another; until one succeeds the log only grows.
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
