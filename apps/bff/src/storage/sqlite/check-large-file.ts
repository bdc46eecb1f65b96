import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

/** SQLite checks a smaller file in less than half a second, so `openDatabase` does it before anything else. */
const largeBytes = 100_000_000

export const isLarge = ({ size }: { size: number }): boolean => size >= largeBytes

/** Plain JavaScript, because the thread runs without this program's modules. */
const program = `
  const { workerData } = require('node:worker_threads')
  const SQLite = require(workerData.module)
  const [first] = new SQLite(workerData.file, { readonly: true }).pragma('quick_check(1)')
  if (first.quick_check !== 'ok') throw Object.assign(new Error(first.quick_check), { code: 'SQLITE_CORRUPT' })
`

/** Checks the whole file in a thread of its own, because that takes seconds, in which the server can already work. */
export function checkLargeFile(file: string, onDamage: (error: unknown) => void): { stop(): Promise<void> } {
  const module = createRequire(import.meta.url).resolve('better-sqlite3')
  const thread = new Worker(program, { eval: true, workerData: { file, module } })
  thread.unref()
  thread.once('error', onDamage)
  return {
    async stop() {
      await thread.terminate()
    },
  }
}
