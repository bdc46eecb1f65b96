import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'

/** A folder for its owner alone, and those above it. Node's own `recursive` never ends where a parent refuses with ENOENT, as below /proc. */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  try {
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    // Another process may have been quicker.
    if (!existsSync(folder)) throw error
  }
}
