import { stat } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import type { Database } from './open-database.ts'

/** From this size on the write-ahead log is worth copying back. */
const worthwhileBytes = 4_000_000
const everyMs = 2_000
const sqliteModule = createRequire(import.meta.url).resolve('better-sqlite3')

/** Plain JavaScript, as it runs in a worker without this program's modules. */
const program = `
  const { parentPort, workerData } = require('node:worker_threads')
  const SQLite = require(workerData.module)
  const client = new SQLite(workerData.file)
  client.pragma('synchronous = FULL')
  client.pragma('wal_checkpoint(PASSIVE)')
  client.close()
  parentPort.postMessage('done')
`

/**
 * SQLite would copy the write-ahead log back within whichever commit comes next, for milliseconds in which nothing else
 * runs. A thread of its own does it instead, and holds nobody up.
 */
export function startCheckpoints({ $client }: Database): { stop(): Promise<void> } {
  $client.pragma('wal_autocheckpoint = 0')
  let running: Promise<unknown> = Promise.resolve()
  let isRunning = false

  async function checkpoint(): Promise<void> {
    const { size } = await stat(`${$client.name}-wal`)
    if (size < worthwhileBytes) return
    const worker = new Worker(program, { eval: true, workerData: { file: $client.name, module: sqliteModule } })
    await new Promise((resolve) => worker.once('exit', resolve).once('error', resolve))
  }

  const timer = setInterval(() => {
    if (isRunning) return
    isRunning = true
    running = checkpoint()
      .catch(() => undefined)
      .finally(() => {
        isRunning = false
      })
  }, everyMs)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
